# SPDX-License-Identifier: PostgreSQL
"""Users of Superset: users.py [USER PASSWORD public|all]...

Each has a role named after it, USER_databases, which is let into the databases for what
is published, or into all.
"""
import sys

from superset.app import create_app

with create_app().app_context():
    from superset import db, security_manager
    from superset.models.core import Database

    for user, password, which in zip(*[iter(sys.argv[1:])] * 3, strict=True):
        role = security_manager.add_role(user + "_databases")
        for database in db.session.query(Database):
            if which == "all" or database.database_name.endswith(" public"):
                role.permissions.append(security_manager.add_permission_view_menu("database_access", database.perm))
        security_manager.add_user(user, user, user, user + "@example.org", [role, security_manager.find_role("Gamma")], password=password)
    db.session.commit()
