package dev.hopwise.server.deliver;

import java.util.List;

/// How requests travel to one receiver. Any number of threads.
///
/// @param <T> what is queued
public interface Channel<T> extends AutoCloseable {

  /// Encodes some queued contents as one request.
  ///
  /// @param bytes of all together, as they were announced
  Request prepare(List<T> contents, int bytes);

  /// One request.
  interface Request {

    /// Sends it and waits for the answer; may be called again. Whatever keeps an answer from coming
    /// is a reason to try again.
    Answer send() throws InterruptedException;
  }

  @Override
  void close();
}
