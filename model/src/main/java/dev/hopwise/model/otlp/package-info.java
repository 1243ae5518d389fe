/// The protobuf encoding of OTLP traces, read and written by hand.
///
/// A request's bytes travel through the product unchanged in a {@link
/// dev.hopwise.model.otlp.SpanBatch}, which says where each span lies; whoever needs attributes
/// walks them with a {@link dev.hopwise.model.otlp.ProtoReader}. Field numbers:
/// opentelemetry-proto, `trace/v1/trace.proto`, `common/v1/common.proto`,
/// `resource/v1/resource.proto`.
@NullMarked
package dev.hopwise.model.otlp;

import org.jspecify.annotations.NullMarked;
