// SPDX-License-Identifier: PostgreSQL
/*
 * What Metabase sends over JDBC, sent to the views for BI tools. Prints TAP.
 *
 *     java -cp /usr/share/java/postgresql.jar test/bi/Metabase.java JDBC-URL USER PASSWORD SCHEMA QUESTIONS-DIR VIEW...
 *
 * VIEW: those of which the login sees rows; the other views are there for it too, and empty.
 *
 * Metabase itself cannot be had from the package registries. Its manner, from its sources:
 * read-only transactions, forward-only results 500 rows at a time, the session's time zone
 * set to that of its reports; schemas, tables, privileges, columns with comments and keys
 * from the catalogue (by DatabaseMetaData in older releases); fingerprints of the first
 * 10,000 rows of each table with texts cut off at 1,234 characters; the values of a filter
 * by GROUP BY of columns that have few; typed parameters for filters in questions and on
 * columns; summaries over all columns; dates cut to years.
 */
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

public class Metabase {
	static final int SAMPLED = 10000, CUT = 1234, LISTED = 1000;
	static int counted, failed;
	static String schema;
	static Connection connection;
	static double slowest, spent;
	static String slow = "";

	record Column(String name, String type, String comment) { }

	static void ok(boolean right, String what, Object why) {
		counted++;
		if (!right)
			failed++;
		System.out.println((right ? "ok " : "not ok ") + counted + " - " + what);
		if (!right)
			System.out.println("# " + String.valueOf(why).replace("\n", "\n# "));
	}

	static String quoted(String... names) {
		return Arrays.stream(names).map(n -> '"' + n.replace("\"", "\"\"") + '"').collect(Collectors.joining("."));
	}

	/** A value as SQL has it. */
	static String literal(Object value) {
		return value instanceof Number || value instanceof Boolean ? value.toString() : "'" + value.toString().replace("'", "''") + "'";
	}

	/** A value as Metabase binds it: numbers as bigint or numeric, times without a zone. */
	static void bind(PreparedStatement s, int at, Object value) throws SQLException {
		if (value instanceof Integer)
			s.setLong(at, (Integer) value);
		else if (value instanceof String)
			s.setString(at, (String) value);
		else if (value instanceof LocalDate)
			s.setObject(at, value, Types.DATE);
		else if (value instanceof LocalDateTime)
			s.setObject(at, value, Types.TIMESTAMP);
		else if (value instanceof Timestamp)
			s.setObject(at, ((Timestamp) value).toLocalDateTime(), Types.TIMESTAMP);
		else
			s.setObject(at, value);
	}

	/** Rows of a query with typed parameters; where it fails that is a failed test, and null. */
	static List<List<Object>> rows(String what, String sql, Object... parameters) throws SQLException {
		List<List<Object>> found = new ArrayList<>();
		long began = System.nanoTime();
		try (PreparedStatement s = connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
			s.setFetchSize(500);
			for (int i = 0; i < parameters.length; i++)
				bind(s, i + 1, parameters[i]);
			try (ResultSet r = s.executeQuery()) {
				int n = r.getMetaData().getColumnCount();
				while (r.next()) {
					List<Object> row = new ArrayList<>();
					for (int i = 1; i <= n; i++)
						row.add(r.getObject(i));
					found.add(row);
				}
			}
			connection.commit();
		} catch (SQLException e) {
			connection.rollback();
			ok(false, what, e.getSQLState() + " " + e.getMessage() + "\n" + sql);
			return null;
		}
		double seconds = (System.nanoTime() - began) / 1e9;
		spent += seconds;
		if (seconds > 5)
			System.out.println(String.format("# %s took %.1f s", what, seconds));
		if (seconds > slowest) {
			slowest = seconds;
			slow = what;
		}
		return found;
	}

	/** Rows as text, in their order: what two ways of asking have in common. */
	static String said(List<List<Object>> rows) {
		return rows.stream().map(r -> r.stream().map(v -> v instanceof BigDecimal ? ((BigDecimal) v).stripTrailingZeros().toPlainString() : String.valueOf(v))
			.collect(Collectors.joining("|"))).collect(Collectors.joining("\n"));
	}

	/** Equal as SQL has it: 0 and 0.00 are. */
	static boolean alike(Object a, Object b) {
		return a instanceof BigDecimal && b instanceof BigDecimal ? ((BigDecimal) a).compareTo((BigDecimal) b) == 0 : a.equals(b);
	}

	/** Tables, privileges and columns, as a sync asks for them. */
	static TreeMap<String, List<Column>> sync() throws SQLException {
		TreeMap<String, List<Column>> views = new TreeMap<>();
		Set<String> others = new TreeSet<>(), writable = new TreeSet<>(), readable = new HashSet<>();
		for (List<Object> r : rows("privileges",
			"WITH named AS (SELECT schemaname AS s, tablename AS t FROM pg_catalog.pg_tables UNION SELECT schemaname, viewname FROM pg_catalog.pg_views"
			+ " UNION SELECT schemaname, matviewname FROM pg_catalog.pg_matviews)"
			+ " SELECT s, t, has_any_column_privilege(current_user, quote_ident(s) || '.' || quote_ident(t), 'select'),"
			+ " has_any_column_privilege(current_user, quote_ident(s) || '.' || quote_ident(t), 'update') OR has_any_column_privilege(current_user, quote_ident(s) || '.' || quote_ident(t), 'insert')"
			+ " OR has_table_privilege(current_user, quote_ident(s) || '.' || quote_ident(t), 'delete')"
			+ " FROM named WHERE s !~ '^pg_' AND s <> 'information_schema' AND has_schema_privilege(current_user, s, 'usage')")) {
			String name = r.get(0) + "." + r.get(1);
			if ((Boolean) r.get(2))
				readable.add(name);
			if ((Boolean) r.get(3))
				writable.add(name);
			if ((Boolean) r.get(2) && !r.get(0).equals(schema))
				others.add(name);
		}
		for (List<Object> r : rows("tables",
			"SELECT n.nspname, c.relname, c.relkind::text, d.description FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace"
			+ " LEFT JOIN pg_catalog.pg_description AS d ON d.objoid = c.oid AND d.objsubid = 0 AND d.classoid = 'pg_class'::regclass"
			+ " LEFT JOIN pg_stat_user_tables AS t ON t.schemaname = n.nspname AND t.relname = c.relname"
			+ " WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r', 'p', 'v', 'f', 'm') ORDER BY 1, 2")) {
			if (!readable.contains(r.get(0) + "." + r.get(1)))
				continue;
			views.put((String) r.get(1), new ArrayList<>());
			if (r.get(3) == null)
				others.add(r.get(1) + " has no description");
		}
		ok(views.size() >= 16, "sync finds the views", views.keySet());
		ok(others.isEmpty(), "nothing else that the login may read", others);
		ok(writable.isEmpty(), "nothing that it may write", writable);

		Set<String> strange = new TreeSet<>(), bare = new TreeSet<>();
		for (List<Object> r : rows("columns",
			"SELECT c.table_schema, c.table_name, c.column_name, c.udt_name, col_description(CAST(CAST(format('%I.%I', c.table_schema, c.table_name) AS regclass) AS oid), c.ordinal_position), k.column_name"
			+ " FROM information_schema.columns AS c LEFT JOIN (SELECT t.table_schema, t.table_name, u.column_name FROM information_schema.table_constraints AS t"
			+ " JOIN information_schema.key_column_usage AS u ON t.constraint_name = u.constraint_name AND t.table_schema = u.table_schema AND t.table_name = u.table_name"
			+ " WHERE t.constraint_type = 'PRIMARY KEY') AS k ON k.table_schema = c.table_schema AND k.table_name = c.table_name AND k.column_name = c.column_name"
			+ " WHERE c.table_schema !~ '^information_schema|catalog_history|pg_' AND c.table_schema IN (?) ORDER BY 1, 2, c.ordinal_position", schema)) {
			if (!views.containsKey(r.get(1)))
				strange.add("columns of " + r.get(1));
			else
				views.get(r.get(1)).add(new Column((String) r.get(2), (String) r.get(3), (String) r.get(4)));
			if (!List.of("text", "int4", "int8", "numeric", "bool", "timestamp").contains(r.get(3)) || r.get(5) != null)
				strange.add(r.get(1) + "." + r.get(2) + " " + r.get(3) + " " + r.get(5));
			if (r.get(4) == null)
				bare.add(r.get(1) + "." + r.get(2));
		}
		ok(strange.isEmpty(), "every column is of a type that it knows", strange);
		ok(bare.isEmpty(), "and has its description", bare);
		ok(rows("foreign keys", "SELECT c.conname FROM pg_constraint AS c JOIN pg_namespace AS n ON n.oid = c.connamespace WHERE n.nspname = ? AND c.contype = 'f'", schema).isEmpty(), "and no keys", views);

		// The same by the driver's own metadata.
		DatabaseMetaData d = connection.getMetaData();
		Set<String> listed = new TreeSet<>();
		try (ResultSet t = d.getTables(null, schema, "%", new String[] {"TABLE", "PARTITIONED TABLE", "VIEW", "FOREIGN TABLE", "MATERIALIZED VIEW"})) {
			while (t.next())
				listed.add(t.getString("TABLE_NAME"));
		}
		ok(listed.equals(views.keySet()), "the driver lists the same views", listed);
		List<String> differ = new ArrayList<>();
		for (String v : views.keySet()) {
			List<Column> columns = new ArrayList<>();
			try (ResultSet c = d.getColumns(null, schema, v, "%")) {
				while (c.next())
					columns.add(new Column(c.getString("COLUMN_NAME"), c.getString("TYPE_NAME"), c.getString("REMARKS")));
			}
			if (!columns.equals(views.get(v)))
				differ.add(v + ": " + columns);
		}
		connection.commit();
		ok(differ.isEmpty(), "with the same columns", differ);
		return views;
	}

	/** What is asked of a view by itself: a sample, values of its columns, filters, summaries. */
	static void view(String v, List<Column> columns, boolean filled) throws SQLException {
		String from = quoted(schema, v);
		double before = spent;
		List<List<Object>> sample = rows("fingerprint of " + v, "SELECT " + columns.stream().map(c -> {
			String column = from + "." + quoted(c.name());
			return c.type().equals("text") ? "SUBSTRING(" + column + ", 1, " + CUT + ") AS " + quoted(c.name()) : column + " AS " + quoted(c.name());
		}).collect(Collectors.joining(", ")) + " FROM " + from + " LIMIT " + SAMPLED);
		if (sample == null)
			return;
		double fingerprint = spent - before;
		ok(sample.isEmpty() != filled, "fingerprint of " + v + ": " + sample.size() + " rows", sample.stream().limit(1).collect(Collectors.toList()));

		List<String> wrong = new ArrayList<>();
		List<Object> typical = new ArrayList<>();
		for (int i = 0; i < columns.size(); i++) {
			Object one = null;
			Set<Object> values = new HashSet<>();
			for (List<Object> row : sample) {
				if (row.get(i) == null)
					continue;
				if (one == null)
					one = row.get(i);
				values.add(row.get(i));
			}
			typical.add(one instanceof String && ((String) one).length() >= CUT ? null : one);
			// Lists for filter boxes: of columns that have few values in the sample.
			Column c = columns.get(i);
			if (!c.type().equals("text") && !c.type().equals("bool") || values.size() > LISTED || values.stream().anyMatch(x -> x.toString().length() > 100))
				continue;
			String column = from + "." + quoted(c.name());
			List<List<Object>> list = rows("values of " + v + "." + c.name(), "SELECT " + column + " AS " + quoted(c.name()) + " FROM " + from + " GROUP BY " + column + " ORDER BY " + column + " ASC LIMIT " + (LISTED + 1));
			if (list != null && list.size() <= LISTED && !list.stream().map(r -> r.get(0)).collect(Collectors.toSet()).containsAll(values))
				wrong.add(c.name() + ": sampled " + values + ", listed " + list);
		}
		double lists = spent - before - fingerprint;
		ok(wrong.isEmpty(), v + ": the lists of values have what was sampled", wrong);
		wrong.clear();

		// Every column compared with a parameter of its type: in one query, and one by one in those that filters are on.
		List<Object> values = new ArrayList<>();
		StringBuilder all = new StringBuilder("SELECT count(*)");
		List<Long> expected = new ArrayList<>();
		for (int i = 0; i < columns.size(); i++) {
			Object value = typical.get(i);
			if (value == null)
				continue;
			final int at = i;
			long times = sample.stream().filter(r -> alike(value, r.get(at))).count();
			values.add(value);
			expected.add(times);
			all.append(", count(*) FILTER (WHERE " + from + "." + quoted(columns.get(i).name()) + " = ?)");
		}
		List<List<Object>> found = rows("filters on " + v, all + " FROM " + from, values.toArray());
		for (int i = 0; found != null && i < values.size(); i++) {
			long n = (Long) found.get(0).get(i + 1);
			if (sample.size() < SAMPLED ? n != expected.get(i) : n < expected.get(i))
				wrong.add(values.get(i) + ": " + n + ", sampled " + expected.get(i));
		}
		if (found != null && sample.size() < SAMPLED && (Long) found.get(0).get(0) != sample.size())
			wrong.add("rows: " + found);
		ok(wrong.isEmpty(), v + ": a filter on each column finds what was sampled", wrong);
		wrong.clear();
		for (int i = 0; i < columns.size(); i++) {
			Column c = columns.get(i);
			Object value = typical.get(i);
			if (value == null || !List.of("period_name", "year", "unit_kind_name", "group_name", "parent_label", "set_name", "unit_label", "label", "ranked").contains(c.name()))
				continue;
			String column = from + "." + quoted(c.name());
			List<List<Object>> n = rows("filter on " + v + "." + c.name(), "SELECT COUNT(*) AS \"count\" FROM " + from + " WHERE " + column + " = ?", value);
			List<List<Object>> same = rows("literal filter on " + v + "." + c.name(), "SELECT COUNT(*) AS \"count\" FROM " + from + " WHERE " + column + " = " + literal(value));
			if (n == null || !n.equals(same) || (Long) n.get(0).get(0) == 0)
				wrong.add(c.name() + " = " + value + ": " + n + ", by a literal " + same);
			if (c.name().equals("unit_label"))
				rows("search in " + v, "SELECT " + column + " AS \"x\" FROM " + from + " WHERE (LOWER(" + column + ") LIKE ?) GROUP BY " + column + " ORDER BY " + column + " ASC LIMIT 1000", "%xã 1%");
		}
		ok(wrong.isEmpty(), v + ": parameters find what literals find", wrong);
		wrong.clear();

		// Years, whatever the time zone of reports.
		int end = columns.stream().map(Column::name).collect(Collectors.toList()).indexOf("period_end");
		if (end >= 0 && typical.get(end) != null) {
			LocalDateTime at = ((Timestamp) typical.get(end)).toLocalDateTime();
			String column = from + "." + quoted("period_end");
			for (String zone : List.of("UTC", "Asia/Ho_Chi_Minh")) {
				try (Statement s = connection.createStatement()) {
					s.execute("SET SESSION TIMEZONE TO '" + zone + "'");
				}
				connection.commit();
				List<List<Object>> years = rows("years of " + v, "SELECT DATE_TRUNC('year', " + column + ") AS y, CAST(DATE_TRUNC('year', " + column + ") AS date), COUNT(*) FROM " + from
					+ " WHERE " + column + " >= ? AND " + column + " < ? AND CAST(" + column + " AS date) BETWEEN ? AND ? GROUP BY DATE_TRUNC('year', " + column + ") ORDER BY 1 ASC",
					LocalDate.of(at.getYear(), 1, 1).atStartOfDay(), LocalDate.of(at.getYear() + 1, 1, 1).atStartOfDay(), at.toLocalDate(), at.toLocalDate());
				if (years == null || years.size() != 1 || !((Timestamp) years.get(0).get(0)).toLocalDateTime().equals(LocalDate.of(at.getYear(), 1, 1).atStartOfDay())
					|| !((Date) years.get(0).get(1)).toLocalDate().equals(LocalDate.of(at.getYear(), 1, 1)))
					wrong.add(zone + ": " + at + " is in " + years);
			}
			ok(wrong.isEmpty(), v + ": years are years in UTC and in +07", wrong);
		}

		// Summaries of every number.
		String numbers = columns.stream().filter(c -> List.of("int4", "int8", "numeric").contains(c.type())).map(c -> {
			String column = from + "." + quoted(c.name());
			return "SUM(" + column + "), AVG(" + column + "), MIN(" + column + "), MAX(" + column + "), STDDEV_POP(" + column + "), PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY " + column + "), COUNT(DISTINCT "
				+ column + "), SUM(CASE WHEN " + column + " > ? THEN 1 ELSE 0.0 END)";
		}).collect(Collectors.joining(", "));
		Object[] zeros = new Object[(int) columns.stream().filter(c -> List.of("int4", "int8", "numeric").contains(c.type())).count()];
		Arrays.fill(zeros, BigDecimal.ZERO);
		ok(rows("summary of " + v, "SELECT " + numbers + " FROM " + from, zeros) != null, v + ": summaries of its numbers", "");
		System.out.println(String.format("# %s: sample %.2f s, lists of values %.2f s, the rest %.2f s", v, fingerprint, lists, spent - before - fingerprint - lists));
	}

	/** A question without filters, and with a value and two in each of its field filters. */
	static void question(String name, String text, Set<String> filled) throws SQLException {
		Matcher m = Pattern.compile("FROM (\\S+)").matcher(text);
		if (!m.find()) {
			ok(false, name + " asks a view", text);
			return;
		}
		String view = m.group(1).substring(schema.length() + 1);
		List<List<Object>> plain = rows(name + " without filters", text.replaceAll("\\[\\[.*?\\]\\]", ""));
		if (plain == null)
			return;
		ok(plain.isEmpty() != filled.contains(view), name + ": without filters, " + plain.size() + " rows", plain.size());
		for (int several = 0; several < 2; several++) {
			List<Object> values = new ArrayList<>();
			StringBuilder typed = new StringBuilder(), inlined = new StringBuilder();
			Matcher k = Pattern.compile("\\{\\{(\\w+)\\}\\}").matcher(text.replaceAll("\\[\\[(.*?)\\]\\]", "$1")), again = Pattern.compile("\\{\\{(\\w+)\\}\\}").matcher(text.replaceAll("\\[\\[(.*?)\\]\\]", "$1"));
			while (k.find() && again.find()) {
				// values that go with those chosen before
				String column = quoted(schema, view, k.group(1)), where = "true";
				Matcher before = Pattern.compile("\\{\\{(\\w+)\\}\\}").matcher(text);
				for (int i = 0; before.find() && !before.group(1).equals(k.group(1)); i++)
					where += " AND " + quoted(schema, view, before.group(1)) + " = " + literal(values.get(several == 1 ? 2 * i : i));
				List<List<Object>> listed = rows("values of " + column, "SELECT " + column + " FROM " + quoted(schema, view) + " WHERE " + where + " GROUP BY 1 ORDER BY 1 DESC LIMIT 2");
				if (listed == null)
					return;
				Object one = listed.isEmpty() ? "" : listed.get(0).get(0), two = listed.size() < 2 ? one : listed.get(1).get(0);
				values.add(one);
				if (several == 1)
					values.add(two);
				k.appendReplacement(typed, Matcher.quoteReplacement("(" + column + (several == 1 ? " IN (?, ?)" : " = ?") + ")"));
				again.appendReplacement(inlined, Matcher.quoteReplacement("(" + column + (several == 1 ? " IN (" + literal(one) + ", " + literal(two) + ")" : " = " + literal(one)) + ")"));
			}
			k.appendTail(typed);
			again.appendTail(inlined);
			List<List<Object>> expected = rows(name + " with literals", inlined.toString()), filtered = null;
			boolean same = expected != null;
			// The driver prepares what it sends for the fifth time, and the server plans that once and for all after five more.
			for (int i = 0; same && i < 12; i++) {
				filtered = rows(name + " filtered", typed.toString(), values.toArray());
				same = filtered != null && said(filtered).equals(said(expected));
			}
			ok(same && filtered.isEmpty() != filled.contains(view), name + (several == 1 ? ": two values a filter, " : ": a value a filter, ") + (expected == null ? 0 : expected.size()) + " rows, prepared or not",
				values + "\n" + expected + "\n" + filtered);
		}
	}

	public static void main(String[] args) throws Exception {
		Properties p = new Properties();
		p.setProperty("user", args[1]);
		p.setProperty("password", args[2]);
		p.setProperty("ApplicationName", "Metabase");
		p.setProperty("options", "-c statement_timeout=300s");
		connection = DriverManager.getConnection(args[0], p);
		schema = args[3];
		Set<String> filled = new HashSet<>(Arrays.asList(args).subList(5, args.length));
		connection.setAutoCommit(false);
		connection.setReadOnly(true);
		TreeMap<String, List<Column>> views = sync();
		ok(views.keySet().containsAll(filled), "the views that are to have rows are there", filled);
		for (String v : views.keySet())
			view(v, views.get(v), filled.contains(v));
		try (var files = Files.list(Path.of(args[4]))) {
			for (Path f : files.filter(n -> n.toString().endsWith(".sql")).sorted().collect(Collectors.toList()))
				question(f.getFileName().toString(), Files.readString(f).replace("dti_bi.", schema + "."), filled);
		}
		connection.setReadOnly(false);
		for (String statement : List.of("CREATE TABLE " + quoted(schema, "t") + " ()", "DELETE FROM " + quoted(schema, "ranking"), "INSERT INTO " + quoted(schema, "years") + " (year) VALUES (1)", "SET ROLE postgres")) {
			try (Statement s = connection.createStatement()) {
				s.execute(statement);
				ok(false, "refused: " + statement, "done");
			} catch (SQLException e) {
				ok(List.of("42501", "55000").contains(e.getSQLState()), "refused: " + statement, e.getSQLState() + " " + e.getMessage());
			}
			connection.rollback();
		}
		System.out.println(String.format("# %.0f s in all, the slowest: %s, %.1f s", spent, slow, slowest));
		System.out.println("1.." + counted);
		System.exit(failed > 0 ? 1 : 0);
	}
}
