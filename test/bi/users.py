# SPDX-License-Identifier: PostgreSQL
"""Two users of Superset for the demo: users.py VIEWER PASSWORD COUNCIL PASSWORD

The viewer is let into the databases for what is published, the other into all.
"""
import sys

from superset.app import create_app

viewer, viewer_password, council, council_password = sys.argv[1:5]
with create_app().app_context():
    from superset import db, security_manager
    from superset.models.core import Database

    for user, password, ending in ((viewer, viewer_password, " public"), (council, council_password, "")):
        role = security_manager.add_role(user + "_databases")
        for database in db.session.query(Database):
            if database.database_name.endswith(ending):
                role.permissions.append(security_manager.add_permission_view_menu("database_access", database.perm))
        security_manager.add_user(user, user, user, user + "@example.org", [role, security_manager.find_role("Gamma")], password=password)
    db.session.commit()
