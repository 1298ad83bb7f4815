/*
 * What Metabase sends over JDBC, sent to the views for BI tools. Prints TAP.
 *
 *     java -cp /usr/share/java/postgresql.jar test/bi/Metabase.java JDBC-URL USER PASSWORD SCHEMA QUESTIONS-DIR
 *
 * Metabase itself cannot be had from the package registries. Its manner is: read-only
 * connections without server-side prepared statements; sync through DatabaseMetaData;
 * fingerprints of the first 10,000 rows, texts cut off; values of a filter by GROUP BY;
 * field filters with parameters of a type, in questions and on the columns of views;
 * dates cut to months and years, in the report's time zone.
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
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

public class Metabase {
	static int counted, failed;
	static Connection connection;

	static void ok(boolean right, String what, Object why) {
		counted++;
		if (!right) failed++;
		System.out.println((right ? "ok " : "not ok ") + counted + " - " + what);
		if (!right) System.out.println("# " + String.valueOf(why).replace("\n", "\n# "));
	}

	static String quoted(String... names) {
		return List.of(names).stream().map(n -> '"' + n.replace("\"", "\"\"") + '"').collect(Collectors.joining("."));
	}

	/** Rows of a query with parameters of their types; null and said if it fails. */
	static List<List<Object>> rows(String what, String sql, Object... parameters) throws SQLException {
		List<List<Object>> found = new ArrayList<>();
		try (PreparedStatement s = connection.prepareStatement(sql, ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, ResultSet.CLOSE_CURSORS_AT_COMMIT)) {
			s.setFetchSize(500);
			for (int i = 0; i < parameters.length; i++) {
				Object p = parameters[i];
				if (p instanceof String) s.setString(i + 1, (String) p);
				else if (p instanceof LocalDate) s.setObject(i + 1, p, Types.DATE);
				else if (p instanceof LocalDateTime) s.setObject(i + 1, p, Types.TIMESTAMP);
				else s.setObject(i + 1, p);
			}
			try (ResultSet r = s.executeQuery()) {
				int n = r.getMetaData().getColumnCount();
				while (r.next()) {
					List<Object> row = new ArrayList<>();
					for (int i = 1; i <= n; i++) row.add(r.getObject(i));
					found.add(row);
				}
			}
			connection.commit();
			return found;
		} catch (SQLException e) {
			connection.rollback();
			ok(false, what, e.getMessage() + "\n" + sql);
			return null;
		}
	}

	public static void main(String[] args) throws Exception {
		Properties p = new Properties();
		p.setProperty("user", args[1]);
		p.setProperty("password", args[2]);
		p.setProperty("prepareThreshold", "0");
		p.setProperty("ApplicationName", "Metabase");
		p.setProperty("tcpKeepAlive", "true");
		connection = DriverManager.getConnection(args[0], p);
		connection.setAutoCommit(false);
		connection.setReadOnly(true);
		try (Statement s = connection.createStatement()) {
			s.execute("SET SESSION TIMEZONE TO 'Asia/Ho_Chi_Minh'");
		}
		connection.commit();
		String schema = args[3];

		// sync
		DatabaseMetaData d = connection.getMetaData();
		TreeMap<String, TreeMap<Integer, String[]>> views = new TreeMap<>();
		try (ResultSet t = d.getTables(null, "%", "%", new String[] {"TABLE", "VIEW", "FOREIGN TABLE", "MATERIALIZED VIEW", "PARTITIONED TABLE", "EXTERNAL TABLE"})) {
			List<String> others = new ArrayList<>();
			while (t.next()) {
				String s = t.getString("TABLE_SCHEM");
				if (s.equals("information_schema") || s.startsWith("pg_")) continue;
				boolean readable;
				try (PreparedStatement q = connection.prepareStatement("SELECT has_schema_privilege(?, 'usage') AND has_any_column_privilege(?, 'select')")) {
					q.setString(1, s);
					q.setString(2, quoted(s, t.getString("TABLE_NAME")));
					// a schema that may not be used hides its tables
					boolean seen;
					try (ResultSet r = q.executeQuery()) { r.next(); seen = r.getBoolean(1); } catch (SQLException e) { connection.rollback(); seen = false; }
					readable = seen;
				}
				if (s.equals(schema)) views.put(t.getString("TABLE_NAME"), new TreeMap<>());
				else if (readable) others.add(s + "." + t.getString("TABLE_NAME"));
			}
			ok(views.size() > 10, "sync finds the views", views.keySet());
			ok(others.isEmpty(), "and nothing else that the login may read", others);
		}
		connection.commit();
		List<String> strange = new ArrayList<>(), bare = new ArrayList<>();
		for (String v : views.keySet()) {
			try (ResultSet c = d.getColumns(null, schema, v, "%")) {
				while (c.next()) {
					views.get(v).put(c.getInt("ORDINAL_POSITION"), new String[] {c.getString("COLUMN_NAME"), c.getString("TYPE_NAME")});
					if (!List.of("text", "float8", "int4", "int8", "numeric", "bool", "date", "timestamp").contains(c.getString("TYPE_NAME"))) strange.add(v + "." + c.getString("COLUMN_NAME") + " " + c.getString("TYPE_NAME"));
					if (c.getString("REMARKS") == null) bare.add(v + "." + c.getString("COLUMN_NAME"));
				}
			}
			try (ResultSet k = d.getPrimaryKeys(null, schema, v)) { while (k.next()) strange.add("key of " + v); }
		}
		connection.commit();
		ok(strange.isEmpty(), "every column is of a type that it knows", strange);
		ok(bare.isEmpty(), "and has its description", bare);

		// fingerprints, lists of values, a field filter on every column
		for (String v : views.keySet()) {
			List<String[]> columns = new ArrayList<>(views.get(v).values());
			String from = quoted(schema, v);
			String all = columns.stream().map(c -> c[1].equals("text") ? "substring(" + from + "." + quoted(c[0]) + ", 1, 1234) AS " + quoted(c[0]) : from + "." + quoted(c[0])).collect(Collectors.joining(", "));
			List<List<Object>> sample = rows("fingerprint of " + v, "SELECT " + all + " FROM " + from + " LIMIT 10000");
			if (sample == null) continue;
			ok(true, "fingerprint of " + v + ", " + sample.size() + " rows", null);
			List<String> wrong = new ArrayList<>();
			for (int i = 0; i < columns.size(); i++) {
				String[] c = columns.get(i);
				String column = from + "." + quoted(c[0]);
				rows("values of " + v + "." + c[0], "SELECT " + column + " AS " + quoted(c[0]) + " FROM " + from + " GROUP BY " + column + " ORDER BY " + column + " ASC LIMIT 1000");
				Object value = null;
				for (List<Object> row : sample) if (row.get(i) != null) { value = row.get(i); break; }
				if (value == null || value instanceof String && ((String) value).length() >= 1234) continue;
				if (value instanceof Timestamp) {
					LocalDateTime at = ((Timestamp) value).toLocalDateTime();
					List<List<Object>> years = rows("years of " + v + "." + c[0], "SELECT CAST(DATE_TRUNC('year', " + column + ") AS date) AS y, count(*) FROM " + from + " WHERE " + column + " >= ? AND " + column + " < ? GROUP BY 1 ORDER BY 1 ASC",
						at.toLocalDate().atStartOfDay(), at.toLocalDate().plusDays(1).atStartOfDay());
					if (years != null && (years.size() != 1 || ((Date) years.get(0).get(0)).toLocalDate().getYear() != at.getYear())) wrong.add(c[0] + ": year " + years);
				} else if (value instanceof Date) {
					LocalDate day = ((Date) value).toLocalDate();
					List<List<Object>> found = rows("days of " + v + "." + c[0], "SELECT count(*) FROM " + from + " WHERE " + column + " BETWEEN ? AND ?", day, day);
					if (found != null && ((Long) found.get(0).get(0)) == 0) wrong.add(c[0] + ": day");
				} else {
					final int at = i;
					final Object wanted = value;
					List<List<Object>> found = rows("filter on " + v + "." + c[0], "SELECT count(*) FROM " + from + " WHERE " + column + " = ?", value instanceof Integer ? Long.valueOf((Integer) value) : value instanceof Double ? BigDecimal.valueOf((Double) value) : value);
					long expected = sample.stream().filter(row -> wanted.equals(row.get(at))).count();
					if (found != null && (sample.size() < 10000 ? (Long) found.get(0).get(0) != expected : (Long) found.get(0).get(0) < expected)) wrong.add(c[0] + " = " + value + ": " + found + ", sampled " + expected);
					if (value instanceof String) rows("search in " + v + "." + c[0], "SELECT " + column + " FROM " + from + " WHERE (LOWER(" + column + ") LIKE ?) GROUP BY " + column + " ORDER BY " + column + " ASC LIMIT 1000", "%a%");
				}
			}
			ok(wrong.isEmpty(), "a filter on each column of " + v + " finds what was sampled", wrong);
		}

		// the questions, with every field filter set, one value and several
		try (var files = Files.list(Path.of(args[4]))) {
			for (Path f : files.filter(n -> n.toString().endsWith(".sql")).sorted().collect(Collectors.toList())) {
				String question = Files.readString(f).replace("dti_bi.", schema + ".");
				Matcher m = Pattern.compile("FROM (\\S+)").matcher(question);
				m.find();
				String view = m.group(1).substring(schema.length() + 1);
				if (!views.containsKey(view)) continue;
				List<List<Object>> plain = rows(f.getFileName() + ": without filters", question.replaceAll("\\[\\[.*?\\]\\]", ""));
				if (plain == null) continue;
				ok(true, f.getFileName() + ": without filters, " + plain.size() + " rows", null);
				for (int several = 0; several < 2; several++) {
					List<Object> values = new ArrayList<>();
					StringBuilder sql = new StringBuilder();
					Matcher k = Pattern.compile("\\{\\{(\\w+)\\}\\}").matcher(question.replaceAll("\\[\\[(.*?)\\]\\]", "$1"));
					while (k.find()) {
						List<List<Object>> first = rows("values of " + k.group(1), "SELECT " + quoted(k.group(1)) + " FROM " + quoted(schema, view) + " GROUP BY 1 ORDER BY 1 DESC LIMIT 2");
						Object one = first == null || first.isEmpty() ? "" : first.get(0).get(0);
						values.add(one);
						if (several == 1) values.add(first == null || first.size() < 2 ? one : first.get(1).get(0));
						k.appendReplacement(sql, Matcher.quoteReplacement(quoted(schema, view, k.group(1)) + (several == 1 ? " IN (?, ?)" : " = ?")));
					}
					k.appendTail(sql);
					List<List<Object>> filtered = rows(f.getFileName() + ": filtered", sql.toString(), values.toArray());
					if (filtered != null) ok(filtered.size() <= Math.max(plain.size(), 1000), f.getFileName() + (several == 1 ? ": two values a filter, " : ": a value a filter, ") + filtered.size() + " rows", values);
				}
			}
		}
		for (String statement : List.of("CREATE TABLE " + quoted(schema, "t") + " ()", "DELETE FROM " + quoted(schema, "ranking"), "SET ROLE postgres")) {
			connection.setReadOnly(false);
			try (Statement s = connection.createStatement()) {
				s.execute(statement);
				ok(false, "refused: " + statement, "done");
			} catch (SQLException e) {
				ok(List.of("42501", "55000").contains(e.getSQLState()), "refused: " + statement, e.getSQLState() + " " + e.getMessage());
			}
			connection.rollback();
		}
		System.out.println("1.." + counted);
		System.exit(failed > 0 ? 1 : 0);
	}
}
