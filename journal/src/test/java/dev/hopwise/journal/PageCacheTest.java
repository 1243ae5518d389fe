package dev.hopwise.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageCacheTest {

  @TempDir private Path directory;

  @Test
  void whatIsForgottenIsReadFromTheDevice() throws IOException {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    Path file = Files.write(directory.resolve("a"), bytes);
    PageCache.forget(file, 4_000, bytes.length);
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  @Test
  void aFileThatIsGoneIsNoFault() {
    PageCache.forget(directory.resolve("gone"), 0, 1);
    assertThat(directory).isEmptyDirectory();
  }
}
