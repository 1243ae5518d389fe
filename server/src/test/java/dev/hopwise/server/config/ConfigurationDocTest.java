package dev.hopwise.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigurationDocTest {

  @Test
  void isWhatTheDocumentSays() throws IOException {
    Path document = Path.of(System.getProperty("hopwise.root"), "docs", "configuration.md");
    assertThat(document)
        .as("generated: ./hopwise config-doc > docs/configuration.md")
        .hasContent(ConfigurationDoc.text().stripTrailing());
    assertThat(Files.readString(document)).endsWith("|\n");
  }

  @Test
  void listsEverySettingThatIsDefined() throws IllegalAccessException {
    List<Object> defined = new ArrayList<>();
    for (Field field : Settings.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers()) && field.getType() == Setting.class) {
        defined.add(field.get(null));
      }
    }
    assertThat(Settings.ALL).isEqualTo(defined);
  }
}
