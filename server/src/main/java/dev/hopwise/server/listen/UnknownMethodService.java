package dev.hopwise.server.listen;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/// What a gRPC port answers to methods that it does not have.
public final class UnknownMethodService implements HttpService {

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return GrpcAnswers.fault(
        new RpcStatus(
            GrpcStatus.UNIMPLEMENTED, "unknown method " + request.path(), RpcStatus.Detail.NONE));
  }
}
