package dev.hopwise.server.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs {@link SqlWorker} for one statement and kills it when its time is over.
final class SqlProcess {

  private static final Logger LOG = LoggerFactory.getLogger(SqlProcess.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /// The shell limits the address space of itself and then becomes the process.
  private static final String LIMITED = "ulimit -v \"$1\" && shift && exec \"$@\"";

  private final Path driver;
  private final SqlLimits limits;

  /// @param driver the jar of DuckDB's JDBC driver
  SqlProcess(Path driver, SqlLimits limits) {
    this.driver = driver;
    this.limits = limits;
  }

  /// @return the worker's answer: `columns`, `rows` and `truncated`
  /// @throws SqlRefusedException when the statement was refused, or asked for too much
  JsonNode run(String sql, List<Path> files) throws IOException {
    Path folder = Files.createTempDirectory("hopwise-sql");
    try {
      return run(question(sql, files), folder);
    } finally {
      delete(folder);
    }
  }

  private byte[] question(String sql, List<Path> files) throws IOException {
    ObjectNode question = MAPPER.createObjectNode();
    question.put("sql", sql);
    question.put("rowsMax", limits.rowsMax());
    question.put("rowBytesMax", limits.rowBytesMax());
    question.put("bytesMax", limits.bytesMax());
    question.put("memoryMiB", limits.memoryMiB());
    ArrayNode list = question.putArray("files");
    files.forEach(file -> list.add(file.toString()));
    return MAPPER.writeValueAsBytes(question);
  }

  private JsonNode run(byte[] question, Path folder) throws IOException {
    Process process = new ProcessBuilder(command(folder)).start();
    try {
      CompletableFuture<byte[]> answer = read(process.getInputStream(), limits.bytesMax() * 2);
      CompletableFuture<byte[]> complaint = read(process.getErrorStream(), 64 << 10);
      try (OutputStream in = process.getOutputStream()) {
        in.write(question);
      }
      byte[] bytes = answer.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
      if (bytes.length == 0) {
        LOG.warn(
            "a statement's process ended: {}",
            new String(complaint.get(1, TimeUnit.SECONDS), StandardCharsets.UTF_8));
        throw new SqlRefusedException(
            "the statement needs more memory than it may have, " + limits.addressMiB() + " MiB");
      }
      return checked(MAPPER.readTree(bytes));
    } catch (TimeoutException e) {
      throw new SqlRefusedException(
          "the statement takes longer than it may, " + limits.time().toSeconds() + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SqlRefusedException("cancelled");
    } catch (ExecutionException e) {
      throw new IOException("the statement's process", e.getCause());
    } finally {
      process.destroyForcibly();
    }
  }

  private static JsonNode checked(JsonNode answer) {
    if (answer.has("error")) {
      throw new SqlRefusedException(answer.path("error").asText());
    }
    return answer;
  }

  private List<String> command(Path folder) {
    return List.of(
        "/bin/sh",
        "-c",
        LIMITED,
        "hopwise-sql",
        Long.toString(limits.addressMiB() * 1024L),
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:ReservedCodeCacheSize=32m",
        "-XX:CompressedClassSpaceSize=32m",
        "--enable-native-access=ALL-UNNAMED",
        "-Djava.io.tmpdir=" + folder,
        "-cp",
        System.getProperty("java.class.path") + File.pathSeparator + driver.toAbsolutePath(),
        SqlWorker.class.getName());
  }

  private static CompletableFuture<byte[]> read(InputStream in, int bytesMax) {
    CompletableFuture<byte[]> bytes = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("sql-output")
        .start(() -> {
          try (in) {
            bytes.complete(in.readNBytes(bytesMax));
          } catch (IOException e) {
            bytes.completeExceptionally(e);
          }
        });
    return bytes;
  }

  /// What a killed process left behind, too.
  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      LOG.warn("{} stays behind", folder, e);
    }
  }
}
