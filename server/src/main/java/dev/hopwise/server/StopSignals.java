package dev.hopwise.server;

import java.lang.reflect.Proxy;

/// Stops in order on SIGTERM and Ctrl-C, before the JVM begins to shut down.
///
/// A shutdown hook alone is too late: hooks run side by side, and one of Iceberg's closes the pool
/// that the store's last commit needs. `sun.misc.Signal` is exported by `jdk.unsupported` for this
/// use, but javac warns of its name in a way that cannot be suppressed; hence by reflection.
final class StopSignals {

  private static final int SIGNALLED = 128;

  private StopSignals() {}

  /// Runs the stop once when a signal arrives, then ends the process with 128 + the signal's
  /// number. Where a JVM has no such signals, the shutdown hook that is registered too does what it
  /// can.
  static void onStop(Runnable stop) {
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
    try {
      handle("TERM", stop);
      handle("INT", stop);
    } catch (ReflectiveOperationException e) {
      System.getLogger(StopSignals.class.getName())
          .log(System.Logger.Level.WARNING, "signals cannot be handled", e);
    }
  }

  private static void handle(String name, Runnable stop) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    int number = (int) signalType.getMethod("getNumber").invoke(signal);
    Object handler =
        Proxy.newProxyInstance(
            StopSignals.class.getClassLoader(),
            new Class<?>[] {handlerType},
            (proxy, method, arguments) -> {
              stopThenExit(stop, SIGNALLED + number);
              return null;
            });
    signalType.getMethod("handle", signalType, handlerType).invoke(null, signal, handler);
  }

  private static void stopThenExit(Runnable stop, int status) {
    Thread.ofPlatform()
        .name("stop-signal")
        .start(() -> {
          try {
            stop.run();
          } finally {
            System.exit(status);
          }
        });
  }
}
