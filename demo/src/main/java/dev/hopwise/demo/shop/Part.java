package dev.hopwise.demo.shop;

/// What one process of the shop does. Both methods are called once, in this order, from one thread.
interface Part {

  /// Binds the sockets and publishes them in the {@link Addresses}; a request that arrives before
  /// {@link #connect} may fail.
  void listen() throws Exception;

  /// Connects to the others: every address is known now.
  default void connect() throws Exception {}
}
