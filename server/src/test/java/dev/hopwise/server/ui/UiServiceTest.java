package dev.hopwise.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import com.linecorp.armeria.server.Server;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UiServiceTest {

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @TempDir private Path folder;
  private URLClassLoader classLoader;
  private Server server;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(folder.resolve("ui/assets"));
    Files.writeString(folder.resolve("ui/index.html"), "the page");
    Files.writeString(folder.resolve("ui/favicon.svg"), "the icon");
    Files.writeString(folder.resolve("ui/assets/index-1.js"), "the code");
    classLoader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, null);
    server =
        Server.builder()
            .http(new InetSocketAddress("127.0.0.1", 0))
            .serviceUnder("/", new UiService(classLoader, "ui"))
            .build();
    server.start().join();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop().join();
    classLoader.close();
  }

  @Test
  void servesFilesAndThePageForItsOwnRoutes() throws Exception {
    assertThat(get("/favicon.svg").body()).isEqualTo("the icon");
    assertThat(get("/assets/index-1.js").body()).isEqualTo("the code");
    for (String route : new String[] {"/", "/services", "/services/shop.mail", "/trace/ab"}) {
      assertThat(get(route).body()).as(route).isEqualTo("the page");
    }
  }

  @Test
  void saysThatAFileIsNotThere() throws Exception {
    for (String path : new String[] {"/robots.txt", "/assets/index-2.js"}) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(404);
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + server.activeLocalPort() + path);
    return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
