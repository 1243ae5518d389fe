package dev.hopwise.sample.window;

/// Who opened a window.
public enum Opener {
  PERSON,
  API,
  SLO,
  DETECTOR
}
