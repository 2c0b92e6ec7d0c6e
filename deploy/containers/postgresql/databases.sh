#!/bin/sh
# One database and one role per service; a role may connect to its own database and to no other.
# The image runs this once, on an empty data folder, as the superuser; PGHOST and the like are honoured by psql.
set -eu

make_database() {
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres --set=name="$1" --set=password="$2" <<'SQL'
CREATE ROLE :"name" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name" TEMPLATE template0;
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name";
SQL
}

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --dbname=postgres <<'SQL'
REVOKE CONNECT ON DATABASE postgres FROM PUBLIC;
REVOKE CONNECT ON DATABASE template1 FROM PUBLIC;
SQL
make_database proceedings "$POSTGRES_PASSWORD_PROCEEDINGS"
make_database certification "$POSTGRES_PASSWORD_CERTIFICATION"
make_database accounts "$POSTGRES_PASSWORD_ACCOUNTS"
make_database enforcement "$POSTGRES_PASSWORD_ENFORCEMENT"
