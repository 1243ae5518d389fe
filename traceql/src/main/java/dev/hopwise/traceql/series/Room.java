package dev.hopwise.traceql.series;

/// What a query may hold at most, and what it had to leave out for it.
public final class Room {

  private final int seriesMax;
  private final long bytesMax;
  private int series;
  private long bytes;
  private long spansLeftOut;

  /// @param seriesMax told apart at a time
  /// @param bytesMax of all together, about
  public Room(int seriesMax, long bytesMax) {
    this.seriesMax = seriesMax;
    this.bytesMax = bytesMax;
  }

  /// Takes what a series needs.
  ///
  /// @return whether there is room for it
  public boolean takeSeries(long size) {
    if (series == seriesMax || !take(size)) {
      return false;
    }
    series++;
    return true;
  }

  boolean take(long size) {
    if (bytes + size > bytesMax) {
      return false;
    }
    bytes += size;
    return true;
  }

  /// Something was not counted.
  public void leaveOut() {
    spansLeftOut++;
  }

  /// Spans that could not be counted any more.
  public long spansLeftOut() {
    return spansLeftOut;
  }
}
