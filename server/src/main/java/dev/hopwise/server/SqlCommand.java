package dev.hopwise.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// One statement over the table of spans.
@Command(
    name = "sql",
    description = {
      "Run a read-only SQL statement over the stored spans on a running server.",
      "The server needs sql.driver (docs/sql.md)."
    },
    mixinStandardHelpOptions = true)
final class SqlCommand extends AskingCommand {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Parameters(paramLabel = "SQL", description = "A SELECT over the table spans.")
  private String sql = "";

  @Override
  String ask(ApiClient client) throws IOException, InterruptedException {
    return client.post(
        "/api/v1/sql", MAPPER.writeValueAsString(MAPPER.createObjectNode().put("sql", sql)));
  }

  /// Columns with tabs between, as other programs take them.
  @Override
  String table(String answer) throws IOException {
    JsonNode json = MAPPER.readTree(answer);
    StringBuilder table = new StringBuilder();
    StringJoiner names = new StringJoiner("\t");
    json.path("columns")
        .forEach(column -> names.add(AnswerTable.clean(column.path("name").asText())));
    table.append(names).append('\n');
    for (JsonNode row : json.path("rows")) {
      StringJoiner values = new StringJoiner("\t");
      row.forEach(value ->
          values.add(AnswerTable.clean(value.isValueNode() ? value.asText() : value.toString())));
      table.append(values).append('\n');
    }
    if (!json.path("truncated").asText().isEmpty()) {
      table.append("truncated: ").append(json.path("truncated").asText()).append('\n');
    }
    return table
        .append("files only, complete to ")
        .append(json.path("completeTo").asText())
        .append('\n')
        .toString();
  }
}
