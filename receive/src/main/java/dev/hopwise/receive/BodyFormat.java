package dev.hopwise.receive;

/// What a request body is written in. The number is part of the journal's format and never changes.
public enum BodyFormat {
  OTLP_PROTOBUF(1),
  OTLP_JSON(2),
  ZIPKIN_JSON(3),
  ZIPKIN_PROTOBUF(4);

  private final int number;

  BodyFormat(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
