-- SPDX-License-Identifier: PostgreSQL
-- The version of these files: install.sql writes it into the book, upgrade.sql
-- brings a book to it.
\set book_version 1.0.0
