package dev.hopwise.receive;

import java.util.StringJoiner;

/// The text of an IP address: dotted for IPv4, RFC 5952 for IPv6 (lower case, the longest run of
/// zeros shortened), as senders of JSON write it.
final class IpText {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int GROUPS = 8;

  private IpText() {}

  /// Empty for bytes of another length than 4 or 16.
  static String of(byte[] bytes, int offset, int length) {
    return switch (length) {
      case IPV4_BYTES -> dotted(bytes, offset);
      case IPV6_BYTES -> grouped(bytes, offset);
      default -> "";
    };
  }

  private static String dotted(byte[] bytes, int offset) {
    StringJoiner text = new StringJoiner(".");
    for (int i = 0; i < IPV4_BYTES; i++) {
      text.add(Integer.toString(bytes[offset + i] & 0xFF));
    }
    return text.toString();
  }

  private static String grouped(byte[] bytes, int offset) {
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = ((bytes[offset + 2 * i] & 0xFF) << 8) | (bytes[offset + 2 * i + 1] & 0xFF);
    }
    int start = 0;
    int zeros = 0;
    for (int i = 0; i < GROUPS; i++) {
      int run = zerosFrom(groups, i);
      if (run > zeros) {
        start = i;
        zeros = run;
      }
    }
    return zeros < 2
        ? joined(groups, 0, GROUPS)
        : joined(groups, 0, start) + "::" + joined(groups, start + zeros, GROUPS);
  }

  private static int zerosFrom(int[] groups, int from) {
    int at = from;
    while (at < GROUPS && groups[at] == 0) {
      at++;
    }
    return at - from;
  }

  private static String joined(int[] groups, int from, int to) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
