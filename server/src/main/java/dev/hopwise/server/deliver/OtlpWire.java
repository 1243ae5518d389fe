package dev.hopwise.server.deliver;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import java.util.List;

/// How an export travels, and how its answer is read.
public interface OtlpWire {

  /// The same for every request.
  RequestHeaders headers();

  /// Several encoded requests as the body of one.
  ///
  /// @param bytes of all together
  byte[] body(List<byte[]> requests, int bytes);

  /// What a whole answer means.
  Answer read(AggregatedHttpResponse answer);
}
