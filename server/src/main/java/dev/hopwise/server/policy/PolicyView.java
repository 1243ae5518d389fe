package dev.hopwise.server.policy;

import dev.hopwise.sample.Policy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// The policy in force at one moment.
///
/// @param file what `sampling.policy` names
/// @param yaml the text as it was given; of the built-in one, a text that means the same
/// @param since when it came into force in this process
/// @param rejected the latest one that could not be used, until another can be
public record PolicyView(
    PolicySource source,
    Optional<Path> file,
    String yaml,
    Policy policy,
    Instant since,
    Optional<RejectedPolicy> rejected) {}
