package dev.hopwise.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.StringJoiner;

/// A configuration file: nested keys are joined with dots, lists with commas.
final class YamlFile {

  /// Far more than all settings need; a wrong path must not fill the memory.
  private static final long BYTES_MAX = 1 << 20;

  private final Path file;

  YamlFile(Path file) {
    this.file = file;
  }

  void into(SettingValues values) {
    try {
      if (Files.size(file) > BYTES_MAX) {
        values.problem(file + ": larger than 1 MiB, which no configuration is");
        return;
      }
      // The text first: a key without a value is then told apart from a file without content.
      JsonNode root = new YAMLMapper().readTree(Files.readString(file));
      read(root, "", values);
    } catch (JsonProcessingException e) {
      values.problem(
          file + ": line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      values.problem(file + ": cannot be read: " + e);
    }
  }

  private void read(JsonNode node, String key, SettingValues values) {
    switch (node) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(e ->
                  read(e.getValue(), key.isEmpty() ? e.getKey() : key + "." + e.getKey(), values));
      case ArrayNode array -> values.put(key, joined(array), file.toString());
      default -> {
        if (!key.isEmpty()) {
          values.put(key, node.asText(), file.toString());
        } else if (!node.isMissingNode() && !node.isNull()) {
          values.problem(file + ": expected keys and values, found a single value");
        }
      }
    }
  }

  private static String joined(ArrayNode array) {
    StringJoiner joiner = new StringJoiner(",");
    array.forEach(element -> joiner.add(element.asText()));
    return joiner.toString();
  }
}
