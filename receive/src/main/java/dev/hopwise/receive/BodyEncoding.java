package dev.hopwise.receive;

/// How a request body is compressed. The number is part of the journal's format and never changes.
public enum BodyEncoding {
  IDENTITY(0),
  GZIP(1),
  ZSTD(2),
  DEFLATE(3);

  private final int number;

  BodyEncoding(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
