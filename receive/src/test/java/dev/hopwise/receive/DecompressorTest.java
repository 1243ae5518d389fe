package dev.hopwise.receive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStream;
import dev.hopwise.receive.DecodeResult.Fault;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DecompressorTest {

  private static final int LIMIT = 1 << 20;

  private final Decompressor decompressor = new Decompressor(LIMIT);

  @AfterEach
  void close() {
    decompressor.close();
  }

  @ParameterizedTest
  @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
  void readsBodiesOfEverySizeUpToTheLimitOneAfterTheOther(BodyEncoding encoding)
      throws IOException {
    Random random = new Random(1);
    for (int size : new int[] {0, 1, LIMIT, 65_535, 65_536, 65_537, LIMIT - 1, 5}) {
      byte[] plain = new byte[size];
      random.nextBytes(plain);
      Arrays.fill(plain, 0, size / 2, (byte) 'a');
      assertThat(decompress(encoding, compress(encoding, plain))).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
  void stopsABombAtTheLimit(BodyEncoding encoding) throws IOException {
    assertTooLarge(encoding, compress(encoding, new byte[LIMIT + 1]));
    byte[] bomb = compress(encoding, new byte[32 << 20]);
    assertThat(bomb.length).isLessThan(LIMIT / 4);
    assertTooLarge(encoding, bomb);
  }

  @ParameterizedTest
  @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
  void refusesABodyCutAtAnyByteOrFollowedByRubbish(BodyEncoding encoding) throws IOException {
    byte[] plain = "some text that is to be compressed, some text".getBytes(UTF_8);
    byte[] body = compress(encoding, plain);
    for (int length = 0; length < body.length; length++) {
      assertMalformed(encoding, Arrays.copyOf(body, length));
    }
    assertMalformed(encoding, Arrays.copyOf(body, body.length + 3));
  }

  @ParameterizedTest
  @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
  void neverHangsOnADamagedBody(BodyEncoding encoding) throws IOException {
    Random random = new Random(2);
    byte[] plain = new byte[3_000];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) ('a' + random.nextInt(6));
    }
    byte[] body = compress(encoding, plain);
    for (int round = 0; round < 1_000; round++) {
      byte[] damaged = body.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        decompress(encoding, damaged);
      } catch (UndecodableException e) {
        assertThat(e.reason()).isNotEmpty();
      }
    }
    assertThat(decompress(encoding, body)).as("and works afterwards").isEqualTo(plain);
  }

  @Test
  void verifiesTheChecksumAndLengthOfGzip() throws IOException {
    byte[] body = compress(BodyEncoding.GZIP, new byte[] {1, 2, 3});
    byte[] wrongCrc = body.clone();
    wrongCrc[body.length - 8] ^= 1;
    assertThatThrownBy(() -> decompress(BodyEncoding.GZIP, wrongCrc))
        .hasMessage("gzip body does not match its CRC-32");
    byte[] wrongLength = body.clone();
    wrongLength[body.length - 4] ^= 1;
    assertThatThrownBy(() -> decompress(BodyEncoding.GZIP, wrongLength))
        .hasMessage("gzip body does not match its length");
  }

  @Test
  void readsEveryGzipMember() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    members.write(compress(BodyEncoding.GZIP, new byte[] {1}));
    members.write(compress(BodyEncoding.GZIP, new byte[0]));
    members.write(compress(BodyEncoding.GZIP, new byte[] {2, 3}));
    assertThat(decompress(BodyEncoding.GZIP, members.toByteArray())).containsExactly(1, 2, 3);
  }

  @Test
  void passesOverTheOptionalFieldsOfAGzipHeader() throws IOException {
    byte[] plain = {9, 8, 7};
    byte[] body = compress(BodyEncoding.GZIP, plain);
    ByteArrayOutputStream full = new ByteArrayOutputStream();
    full.write(body, 0, 3);
    full.write(0b11110); // header checksum, extra, name, comment
    full.write(body, 4, 6);
    full.write(new byte[] {2, 0, 42, 42}); // extra
    full.write(new byte[] {'a', 0, 'b', 'c', 0}); // name, comment
    CRC32 crc = new CRC32();
    crc.update(full.toByteArray());
    full.write((int) crc.getValue());
    full.write((int) (crc.getValue() >> 8));
    full.write(body, 10, body.length - 10);
    assertThat(decompress(BodyEncoding.GZIP, full.toByteArray())).isEqualTo(plain);
    for (int length = 0; length < full.size(); length++) {
      assertMalformed(BodyEncoding.GZIP, Arrays.copyOf(full.toByteArray(), length));
    }
    byte[] wrong = full.toByteArray();
    wrong[14] ^= 1; // a letter of the name
    assertThatThrownBy(() -> decompress(BodyEncoding.GZIP, wrong))
        .hasMessage("gzip header does not match its checksum");
  }

  @Test
  void readsZstdFramesWithoutASizeAndSeveralOfThem() throws IOException {
    byte[] plain = new byte[300_000];
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(body)) {
      out.write(plain);
    }
    assertThat(Zstd.getFrameContentSize(body.toByteArray())).isNotPositive();
    body.write(Zstd.compress(new byte[] {1, 2}));
    byte[] result = decompress(BodyEncoding.ZSTD, body.toByteArray());
    assertThat(result).hasSize(300_002).endsWith(0, 1, 2);
  }

  @Test
  void stopsAZstdBombThatDoesNotSayItsSize() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(body)) {
      out.write(new byte[16 << 20]);
    }
    assertTooLarge(BodyEncoding.ZSTD, body.toByteArray());
  }

  @Test
  void lendsOutNoMoreThanTheLimitForABomb() throws IOException {
    assertTooLarge(BodyEncoding.GZIP, compress(BodyEncoding.GZIP, new byte[16 << 20]));
    byte[] one = compress(BodyEncoding.GZIP, new byte[] {1});
    BodyBuffer buffer = decompressor.decompress(BodyEncoding.GZIP, one, 0, one.length);
    assertThat(buffer.bytes.length).isLessThanOrEqualTo(LIMIT);
  }

  private byte[] decompress(BodyEncoding encoding, byte[] body) {
    byte[] padded = new byte[body.length + 20]; // the body lies within a larger array
    System.arraycopy(body, 0, padded, 10, body.length);
    BodyBuffer buffer = decompressor.decompress(encoding, padded, 10, body.length);
    return Arrays.copyOf(buffer.bytes, buffer.size);
  }

  private void assertTooLarge(BodyEncoding encoding, byte[] body) {
    UndecodableException e =
        assertThrows(UndecodableException.class, () -> decompress(encoding, body));
    assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE);
    assertThat(e.reason())
        .isEqualTo("body is larger than receive.body-bytes-max = 1048576 after decompression");
  }

  private void assertMalformed(BodyEncoding encoding, byte[] body) {
    UndecodableException e =
        assertThrows(UndecodableException.class, () -> decompress(encoding, body));
    assertThat(e.fault()).isEqualTo(Fault.MALFORMED);
  }

  static byte[] compress(BodyEncoding encoding, byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (encoding) {
      case GZIP -> {
        try (OutputStream gzip = new GZIPOutputStream(out)) {
          gzip.write(plain);
        }
      }
      case DEFLATE -> {
        try (OutputStream zlib = new DeflaterOutputStream(out)) {
          zlib.write(plain);
        }
      }
      case ZSTD -> out.write(Zstd.compress(plain));
      case IDENTITY -> out.write(plain);
    }
    return out.toByteArray();
  }
}
