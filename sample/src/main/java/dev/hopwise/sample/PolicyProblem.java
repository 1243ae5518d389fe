package dev.hopwise.sample;

/// One thing that is wrong with a policy's text.
///
/// @param line from 1
/// @param column from 1
/// @param detail what is wrong there, and what was perhaps meant
public record PolicyProblem(int line, int column, String detail) {

  @Override
  public String toString() {
    return "line " + line + ", column " + column + ": " + detail;
  }
}
