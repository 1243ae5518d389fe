package dev.hopwise.server;

/// The version that this build is.
final class Version {

  /// From the jar's manifest; `dev` when the classes were not packaged.
  static final String TEXT = text();

  private Version() {}

  private static String text() {
    String packaged = Version.class.getPackage().getImplementationVersion();
    return packaged == null ? "dev" : packaged;
  }
}
