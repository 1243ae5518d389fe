package dev.hopwise.server.ingest;

import dev.hopwise.measure.ledger.KeyAdvice;
import dev.hopwise.model.otlp.OtlpFields;
import dev.hopwise.model.otlp.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Puts `h:` and 16 hexadecimal digits in the place of a value: the first 64 bits of its
/// HMAC-SHA-256. Equal values of one type get equal texts.
///
/// Not thread-safe.
final class ValueMask {

  private static final String ALGORITHM = "HmacSHA256";
  private static final int HASH_BYTES = 8;

  private final Mac mac;

  ValueMask(byte[] key) {
    try {
      mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  /// @param offset of the encoded `AnyValue`
  void replace(byte[] bytes, int offset, int length, ProtoWriter out) {
    mac.update(bytes, offset, length);
    String hash = HexFormat.of().formatHex(mac.doFinal(), 0, HASH_BYTES);
    out.bytesField(
        OtlpFields.ANY_STRING, (KeyAdvice.HASHED + hash).getBytes(StandardCharsets.US_ASCII));
  }
}
