# SPDX-License-Identifier: PostgreSQL
# The scorebook's refresh by the real pg_cron.
use strict;
use warnings;
use PostgreSQL::Test::Utils;
use Test::More;
use DxTest;

my $node = dx_node('cron');
chomp(my $lib = `pg_config --pkglibdir`);
my $major = $node->pg_version->major;
my ($found) = grep { -f "$_/pg_cron.so" } "/usr/lib/postgresql/$major/lib", $lib;
plan skip_all => "pg_cron is not installed for PostgreSQL $major" unless $found;

my $book = $ENV{DX_SCOREBOOK};
$node->safe_psql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE other LOGIN; CREATE DATABASE book OWNER owner');
$node->command_ok([ 'psql', '-X', '-q', '-d', $node->connstr('book') . ' user=owner', '-v', 'schema=Sổ', '-f', "$book/install.sql" ], 'a scorebook');
$node->safe_psql('book', q{UPDATE "Sổ".book_version SET language = 'en'});

sub schedule
{
	my ($role, $argument) = @_;
	my ($ret, $out, $err) = $node->psql('book', qq{SELECT "Sổ".schedule_refresh($argument)}, extra_params => [ '-U', $role ]);
	return $ret == 0 ? $out : $err;
}
like(schedule('owner', ''), qr/pg_cron is not loaded.*HINT:.*postgresql-\d+-cron.*shared_preload_libraries.*SELECT "Sổ"\.refresh\(\)/s, 'without pg_cron it says what to do');

$node->append_conf('postgresql.conf', "shared_preload_libraries = 'pg_cron'\ncron.database_name = 'book'\ncron.use_background_workers = on\nmax_worker_processes = 20");
$node->restart;
like(schedule('postgres', ''), qr/not created in this database\nHINT:  As a superuser, run: CREATE EXTENSION pg_cron/, 'loaded, but not created: a superuser is told');
like(schedule('owner', ''), qr/not created in this database.*HINT:.*CREATE EXTENSION pg_cron; GRANT USAGE ON SCHEMA cron TO owner/s, 'loaded, but not created');
$node->safe_psql('book', 'CREATE EXTENSION pg_cron; GRANT USAGE ON SCHEMA cron TO owner');
like(schedule('owner', ''), qr/^\d+$/, 'created: the job is there');
is($node->safe_psql('book', 'SELECT schedule, command, username, database FROM cron.job'), '*/15 * * * *|SELECT "Sổ".refresh()|owner|book', 'every quarter of an hour, as the owner');
like(schedule('other', ''), qr/permission denied/, 'not for others');

# pg_cron 1.4 knows minutes only; a job at start saves waiting for one.
schedule('owner', "'\@reboot'");
is($node->safe_psql('book', 'SELECT count(*), min(schedule) FROM cron.job'), '1|@reboot', 'scheduling again changes the job');
is($node->safe_psql('book', 'SELECT count(*) FROM "Sổ".refresh_log'), '0', 'no refresh yet');
$node->restart;
BAIL_OUT('no job, nothing to wait for') unless $node->safe_psql('book', 'SELECT count(*) FROM cron.job') eq '1';
ok($node->poll_query_until('book', q{SELECT count(*) = 4 AND bool_and(error IS NULL AND run_by = 'owner') FROM "Sổ".refresh_log}), 'pg_cron has refreshed all four views');
ok($node->poll_query_until('book', q{SELECT count(*) = 1 FROM cron.job_run_details WHERE status = 'succeeded'}), 'and says that it went well');
is($node->safe_psql('book', q{SELECT count(*) FROM "Sổ".freshness WHERE refreshed_at IS NOT NULL AND last_error = ''}), '4', 'as does the freshness');

# Jobs kept in another database: it says what to run there.
$node->safe_psql('book', 'DROP EXTENSION pg_cron');
$node->append_conf('postgresql.conf', "cron.database_name = 'postgres'");
$node->restart;
like(schedule('postgres', ''), qr/pg_cron keeps its jobs in database "postgres"/, 'a superuser is told which');
my ($advice) = schedule('owner', '') =~ /HINT:.*(SELECT cron\.schedule_in_database.*;)/;
ok(defined $advice, 'jobs kept in another database: it says what to run there');
$node->safe_psql('postgres', "CREATE EXTENSION pg_cron; $advice");
is($node->safe_psql('postgres', 'SELECT command, database, username FROM cron.job'), 'SELECT "Sổ".refresh()|book|owner', 'which works');

$node->stop;
done_testing();
