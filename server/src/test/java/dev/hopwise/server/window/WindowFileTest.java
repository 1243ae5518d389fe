package dev.hopwise.server.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hopwise.sample.window.IncidentWindow;
import dev.hopwise.sample.window.Opener;
import dev.hopwise.sample.window.ReachBackProgress;
import dev.hopwise.sample.window.ServiceCount;
import dev.hopwise.sample.window.WindowCounts;
import dev.hopwise.sample.window.WindowScope;
import dev.hopwise.sample.window.WindowState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowFileTest {

  @TempDir Path folder;

  @Test
  void givesBackWhatWasSavedLast() throws IOException {
    WindowFile file = new WindowFile(folder.resolve("sampling"));
    assertThat(file.load()).isEmpty();
    file.save(List.of(window("w1"), window("w2")));
    file.save(List.of(window("w2"), window("w3")));
    assertThat(new WindowFile(folder.resolve("sampling")).load())
        .containsExactly(window("w2"), window("w3"));
  }

  @Test
  void ignoresAFileThatWasNotRenamedYet() throws IOException {
    WindowFile file = new WindowFile(folder);
    file.save(List.of(window("w1")));
    Files.writeString(folder.resolve("windows.json.next"), "{\"version\":1,\"wind");
    assertThat(file.load()).containsExactly(window("w1"));
  }

  @Test
  void putsADamagedFileAside() throws IOException {
    WindowFile file = new WindowFile(folder);
    Files.writeString(
        folder.resolve("windows.json"), "{\"version\":1,\"windows\":[{\"id\":\"w\"}]}");
    assertThat(file.load()).isEmpty();
    assertThat(folder.resolve("windows.json.damaged")).exists();
    file.save(List.of(window("w1")));
    assertThat(file.load()).hasSize(1);
  }

  @Test
  void readsAFileWithComponentsOfALaterVersion() throws IOException {
    WindowFile file = new WindowFile(folder);
    file.save(List.of(window("w1")));
    Path saved = folder.resolve("windows.json");
    Files.writeString(
        saved, Files.readString(saved).replace("\"id\":", "\"mood\":\"calm\",\"id\":"));
    assertThat(file.load()).containsExactly(window("w1"));
  }

  @Test
  void saysWhenItCouldNotSave() throws IOException {
    Path notAFolder = Files.writeString(folder.resolve("file"), "x");
    WindowFile file = new WindowFile(notAFolder);
    assertThatThrownBy(() -> file.save(List.of())).isInstanceOf(UncheckedIOException.class);
  }

  private static IncidentWindow window(String id) {
    return new IncidentWindow(
        id,
        WindowScope.ofSpan("shop", "/cart", Map.of("tenant.id", "acme \"1\"")),
        0.5,
        0.25,
        300_000_000_000L,
        1_000,
        "slow",
        Opener.PERSON,
        WindowState.OPEN,
        1_795_349_947_482_000_001L,
        1_795_349_947_482_000_002L,
        new WindowCounts(5, 4, 40, 1, List.of(new ServiceCount("shop", 5, 4, 40))),
        ReachBackProgress.NONE.started().counted(7, 6, 60, 1, true));
  }
}
