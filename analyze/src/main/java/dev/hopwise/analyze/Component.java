package dev.hopwise.analyze;

/// One of the places that a trace's time is divided among.
///
/// @param service whose own time it is, or the caller
/// @param callee the called service or dependency; empty for a service's own time
public record Component(HopKind kind, String service, String callee, Layer layer) {

  static Component ofService(String service) {
    return new Component(
        HopKind.SERVICE, service, "", Dependency.namesAuth(service) ? Layer.AUTH : Layer.OWN_CODE);
  }

  static Component ofEdge(String caller, String callee) {
    return new Component(HopKind.EDGE, caller, callee, Layer.NETWORK_GAP);
  }

  boolean isCall() {
    return kind != HopKind.SERVICE;
  }
}
