package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.hopwise.model.otlp.MalformedProtoException;
import dev.hopwise.model.otlp.ProtoReader;
import dev.hopwise.receive.BodyEncoding;
import dev.hopwise.sample.head.HeadStrategy;
import dev.hopwise.server.ingest.IngestRequest;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Jaeger's remote sampling over gRPC: `SamplingStrategyParameters{serviceName=1}` in, {@link
/// SamplingAnswer} out.
public final class SamplingGrpcService implements HttpService {

  /// Where clients expect it.
  public static final String PATH = "/jaeger.api_v2.SamplingManager/GetSamplingStrategy";

  /// A question is a name.
  private static final int REQUEST_BYTES_MAX = 64 << 10;

  private static final int SERVICE_NAME = 1 << 3 | ProtoReader.LENGTH_DELIMITED;

  private final Function<String, HeadStrategy> strategies;
  private final Executor blocking;

  /// @param strategies what a service is told
  /// @param blocking where they are asked
  public SamplingGrpcService(Function<String, HeadStrategy> strategies, Executor blocking) {
    this.strategies = strategies;
    this.blocking = blocking;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    if (request.method() != HttpMethod.POST
        || !ContentTypes.mediaType(request.headers()).startsWith("application/grpc")) {
      return Texts.of(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE,
          "remote sampling over gRPC; over HTTP it is GET /sampling?service=NAME on listen.ui");
    }
    context.setMaxRequestLength(REQUEST_BYTES_MAX);
    return HttpResponse.of(
        request.aggregate().thenApplyAsync(whole -> answer(whole.content().array()), blocking));
  }

  private HttpResponse answer(byte[] body) {
    try {
      IngestRequest frame = GrpcFrame.unpack(body, body.length, BodyEncoding.IDENTITY);
      String service = serviceName(frame.body(), frame.offset(), frame.offset() + frame.length());
      return GrpcAnswers.message(SamplingAnswer.toProto(strategies.apply(service)));
    } catch (FrameException e) {
      return fault(e.grpcStatus(), e.getMessage());
    } catch (MalformedProtoException e) {
      return fault(GrpcStatus.INVALID_ARGUMENT, e.getMessage());
    }
  }

  private static String serviceName(byte[] body, int from, int end) {
    ProtoReader reader = new ProtoReader().reset(body, from);
    String name = "";
    while (reader.position() < end) {
      if (reader.tag(end) == SERVICE_NAME) {
        name = reader.text(end);
      } else {
        reader.skip(end);
      }
    }
    return name;
  }

  private static HttpResponse fault(int status, @Nullable String message) {
    return GrpcAnswers.fault(new RpcStatus(status, String.valueOf(message), RpcStatus.Detail.NONE));
  }
}
