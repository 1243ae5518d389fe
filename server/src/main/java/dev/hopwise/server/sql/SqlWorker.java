package dev.hopwise.server.sql;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/// The process that runs one statement: reads a question from standard input, writes the answer to
/// standard output, both JSON, and ends.
///
/// What it may do is narrowed three times. DuckDB's own parser has to take the text for exactly one
/// SELECT, and what is run is what the parser made of it. DuckDB may open the table's files only,
/// and its settings are locked. The process has a limit on its memory from outside.
public final class SqlWorker {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonFactory ROWS =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Connection connection;
  private final JsonNode question;

  private SqlWorker(Connection connection, JsonNode question) {
    this.connection = connection;
    this.question = question;
  }

  public static void main(String[] arguments) throws IOException {
    answer(System.in, System.out);
  }

  private static void answer(InputStream in, OutputStream out) throws IOException {
    JsonNode question = MAPPER.readTree(in);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      new SqlWorker(connection, question).run(answer);
    } catch (SQLException e) {
      answer.reset();
      String message = String.valueOf(e.getMessage());
      MAPPER.writeValue(answer, MAPPER.createObjectNode().put("error", message));
    }
    answer.writeTo(out);
    out.flush();
  }

  private void run(ByteArrayOutputStream answer) throws SQLException, IOException {
    sandbox();
    String sql = onlySelect(question.path("sql").asText());
    try (JsonGenerator json = ROWS.createGenerator(answer)) {
      json.writeStartObject();
      columns(json, sql);
      rows(json, sql, answer);
      json.writeEndObject();
    }
  }

  private void sandbox() throws SQLException {
    List<String> files = new ArrayList<>();
    question.path("files").forEach(file -> files.add(quoted(file.asText())));
    String list = "[" + String.join(", ", files) + "]";
    try (Statement statement = connection.createStatement()) {
      for (String setting :
          List.of(
              "SET threads=1",
              "SET memory_limit='" + question.path("memoryMiB").asInt() + "MiB'",
              "SET TimeZone='UTC'",
              "SET temp_directory=''",
              "SET autoinstall_known_extensions=false",
              "SET autoload_known_extensions=false",
              "CREATE VIEW spans AS SELECT * FROM read_parquet(" + list + ", union_by_name=true)",
              "SET allowed_paths=" + list,
              "SET enable_external_access=false",
              "SET lock_configuration=true")) {
        statement.execute(setting);
      }
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// The statement as the parser understood it, if it is one SELECT and nothing else.
  private String onlySelect(String text) throws SQLException, IOException {
    String tree = one("SELECT json_serialize_sql(?::VARCHAR)::VARCHAR", text);
    JsonNode parsed = MAPPER.readTree(tree);
    if (parsed.path("error").asBoolean()) {
      throw new SQLException(parsed.path("error_message").asText());
    }
    if (parsed.path("statements").size() != 1) {
      throw new SQLException("exactly one statement is allowed");
    }
    return one("SELECT json_deserialize_sql(?::JSON)", tree);
  }

  private String one(String sql, String parameter) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, parameter);
      try (ResultSet result = statement.executeQuery()) {
        result.next();
        return result.getString(1);
      }
    }
  }

  private void columns(JsonGenerator json, String sql) throws SQLException, IOException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      ResultSetMetaData columns = statement.getMetaData();
      json.writeArrayFieldStart("columns");
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        json.writeStartObject();
        json.writeStringField("name", columns.getColumnLabel(i));
        json.writeStringField("type", columns.getColumnTypeName(i));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  /// DuckDB makes each row a JSON text, so that its length is known before it is a text of Java's.
  private void rows(JsonGenerator json, String sql, ByteArrayOutputStream written)
      throws SQLException, IOException {
    int rowsMax = question.path("rowsMax").asInt();
    int rowBytesMax = question.path("rowBytesMax").asInt();
    int bytesMax = question.path("bytesMax").asInt();
    String wrapped =
        "SELECT CASE WHEN strlen(j) <= %d THEN j END FROM (SELECT json_array(*COLUMNS(*))::VARCHAR AS j FROM (%s) AS answer LIMIT %d)"
            .formatted(rowBytesMax, sql, rowsMax + 1);
    String truncated = "";
    int rows = 0;
    json.writeArrayFieldStart("rows");
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(wrapped)) {
      while (truncated.isEmpty() && result.next()) {
        String row = result.getString(1);
        if (row == null) {
          throw new SQLException("a row is larger than " + rowBytesMax + " bytes");
        }
        json.flush();
        if (rows == rowsMax) {
          truncated = "more than " + rowsMax + " rows";
        } else if (written.size() + row.length() > bytesMax) {
          truncated = "more than " + bytesMax + " bytes";
        } else {
          copy(row, json);
          rows++;
        }
      }
    }
    json.writeEndArray();
    json.writeStringField("truncated", truncated);
  }

  private static void copy(String row, JsonGenerator json) throws IOException {
    try (JsonParser parser = ROWS.createParser(row)) {
      while (parser.nextToken() != null) {
        json.copyCurrentEvent(parser);
      }
    }
  }
}
