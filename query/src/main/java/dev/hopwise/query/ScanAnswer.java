package dev.hopwise.query;

/// How far a scan came.
///
/// @param traces that were visited
/// @param bounded whether there are older ones, left out because the limit was reached
/// @param partial whether the time limit ended the scan early
public record ScanAnswer(int traces, boolean bounded, boolean partial) {}
