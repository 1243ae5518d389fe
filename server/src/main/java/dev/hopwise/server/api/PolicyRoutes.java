package dev.hopwise.server.api;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServerBuilder;
import dev.hopwise.sample.EngineState;
import dev.hopwise.sample.PolicyResult;
import dev.hopwise.server.policy.PolicyBook;
import dev.hopwise.server.policy.PolicyView;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/// The sampling policy: look at it, replace it, go back to what is configured.
public final class PolicyRoutes {

  private static final String PATH = "/api/v1/policy";

  /// What the parser takes, each character in up to four bytes. More is answered 413.
  static final int BODY_BYTES_MAX = 4 << 20;

  private static final List<MediaType> TYPES =
      List.of(
          MediaType.parse("application/yaml"),
          MediaType.parse("application/x-yaml"),
          MediaType.parse("text/yaml"));

  private final PolicyBook book;
  private final Supplier<EngineState> state;
  private final Executor blocking;

  /// @param state of the engine that the policy is in force in
  /// @param blocking where requests may wait for the device
  public PolicyRoutes(PolicyBook book, Supplier<EngineState> state, Executor blocking) {
    this.book = book;
    this.state = state;
    this.blocking = blocking;
  }

  /// Mounts them on the UI's port.
  public void addTo(ServerBuilder server) {
    server.route().get(PATH).build(service(_ -> shown()));
    server.route().put(PATH).maxRequestLength(BODY_BYTES_MAX).build(service(this::put));
    server.route().delete(PATH).maxRequestLength(BODY_BYTES_MAX).build(service(_ -> reset()));
  }

  private interface Handler {
    HttpResponse handle(AggregatedHttpRequest request) throws IOException;
  }

  private HttpService service(Handler handler) {
    return (_, request) ->
        HttpResponse.of(
            request.aggregate().thenApplyAsync(whole -> answer(handler, whole), blocking));
  }

  private static HttpResponse answer(Handler handler, AggregatedHttpRequest request) {
    try {
      return handler.handle(request);
    } catch (IOException | RuntimeException problem) {
      return Problem.of(problem);
    }
  }

  private HttpResponse shown() throws IOException {
    PolicyView view = book.view();
    return Json.ok(json -> PolicyJson.write(json, view, state.get()));
  }

  private HttpResponse put(AggregatedHttpRequest request) throws IOException {
    return isYaml(request)
        ? switch (book.put(text(request))) {
          case PolicyResult.Accepted _ -> shown();
          case PolicyResult.Refused refused -> Problem.badPolicy(refused.problems());
        }
        : Problem.unsupportedMediaType("the body has to be application/yaml");
  }

  private HttpResponse reset() throws IOException {
    book.reset();
    return shown();
  }

  /// What a web page of another origin cannot send without being allowed to.
  static boolean isYaml(AggregatedHttpRequest request) {
    MediaType type = request.contentType();
    return type != null && TYPES.stream().anyMatch(yaml -> type.is(yaml));
  }

  static String text(AggregatedHttpRequest request) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(request.content().array()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new BadParameterException("body", "the body is not UTF-8");
    }
  }
}
