package dev.hopwise.sample.trial;

import dev.hopwise.sample.ErrorKind;
import java.util.List;

/// What one policy keeps a trace of and another does not.
///
/// @param services in alphabetical order, those of any span
/// @param errorKinds in alphabetical order
/// @param truncated whether there were more than are looked after
public record Lost(List<String> services, List<ErrorKind> errorKinds, boolean truncated) {
  public Lost {
    services = List.copyOf(services);
    errorKinds = List.copyOf(errorKinds);
  }
}
