package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.sample.head.HeadStrategy;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Jaeger's remote sampling over HTTP: `GET …?service=NAME`, answered as Jaeger's own collector
/// does.
public final class SamplingHttpService implements HttpService {

  private final Function<String, HeadStrategy> strategies;
  private final Executor blocking;

  /// @param strategies what a service is told
  /// @param blocking where they are asked
  public SamplingHttpService(Function<String, HeadStrategy> strategies, Executor blocking) {
    this.strategies = strategies;
    this.blocking = blocking;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (request.method() != HttpMethod.GET && request.method() != HttpMethod.HEAD) {
      return Texts.methodNotAllowed("GET");
    }
    List<String> services = context.queryParams().getAll("service");
    if (services.size() != 1) {
      return Texts.of(HttpStatus.BAD_REQUEST, "'service' parameter must be provided once");
    }
    return HttpResponse.of(
        CompletableFuture.supplyAsync(() -> answer(services.getFirst()), blocking));
  }

  private HttpResponse answer(String service) {
    return HttpResponse.of(
        HttpStatus.OK,
        MediaType.JSON,
        HttpData.wrap(SamplingAnswer.toJson(strategies.apply(service))));
  }
}
