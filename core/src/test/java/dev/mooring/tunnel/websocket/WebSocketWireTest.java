package dev.mooring.tunnel.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.ApiEndpoint;
import dev.mooring.cluster.Context;
import dev.mooring.tunnel.connection.ApiConnection;
import dev.mooring.tunnel.connection.Wire;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Frames as RFC 6455 has them, in both directions over a socket.
@Timeout(60)
final class WebSocketWireTest {
  private static final String ORDERLY = "880203e8";

  private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  private final ApiConnection connection =
      ApiConnection.open(
          new Near(URI.create("http://127.0.0.1:" + server.getLocalPort())),
          Duration.ofSeconds(10));
  private final Socket far = server.accept();
  private final WebSocketWire wire = new WebSocketWire(connection);

  WebSocketWireTest() throws Exception {}

  @AfterEach
  void close() throws IOException {
    connection.close();
    far.close();
    server.close();
  }

  private void says(String hex) throws IOException {
    far.getOutputStream().write(HexFormat.of().parseHex(hex));
    far.shutdownOutput();
  }

  private String all() throws IOException {
    byte[] bytes = new byte[64];
    int length = 0;
    for (int read = wire.read(bytes, 0, 5);
        read >= 0;
        read = wire.read(bytes, length, bytes.length - length)) {
      length += read;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  private String message() throws IOException {
    byte[] bytes = new byte[64];
    int length = 0;
    for (int read = wire.readMessage(bytes, 0, 2);
        read >= 0;
        read = wire.readMessage(bytes, length, bytes.length - length)) {
      length += read;
    }
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /// One frame from here as the far side takes it, unmasked byte by byte.
  /// The small length is the second byte's.
  private static final class Sent {
    private final int first;
    private final int small;
    private final int key;
    private final byte[] content;

    private Sent(int first, int small, int key, byte[] content) {
      this.first = first;
      this.small = small;
      this.key = key;
      this.content = content;
    }

    static Sent of(InputStream input) throws IOException {
      DataInputStream data = new DataInputStream(input);
      int first = data.readUnsignedByte();
      int second = data.readUnsignedByte();
      assertEquals(0x80, second & 0x80, "a client masks");
      int small = second & 0x7f;
      long length =
          small == 126 ? data.readUnsignedShort() : small == 127 ? data.readLong() : small;
      byte[] key = data.readNBytes(4);
      byte[] content = data.readNBytes((int) length);
      for (int i = 0; i < content.length; i++) {
        content[i] ^= key[i % 4];
      }
      return new Sent(first, small, Arrays.hashCode(key), content);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536, 70_001})
  void aMessageIsOneMaskedFrameWithTheShortestLength(int length) throws Exception {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    byte[] buffer = new byte[Wire.HEADROOM + length + 3];
    System.arraycopy(content, 0, buffer, Wire.HEADROOM, length);
    CompletableFuture<Sent> sent =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Sent.of(far.getInputStream());
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    wire.write(buffer, Wire.HEADROOM, length);
    assertEquals(0x82, sent.get().first);
    assertEquals(length < 126 ? length : length < 65_536 ? 126 : 127, sent.get().small);
    assertArrayEquals(content, sent.get().content);
    assertArrayEquals(new byte[3], Arrays.copyOfRange(buffer, buffer.length - 3, buffer.length));
    connection.close();
    assertEquals(-1, far.getInputStream().read());
  }

  @Test
  void eachFrameHasAnotherMask() throws Exception {
    Set<Integer> keys = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      wire.write(new byte[Wire.HEADROOM + 1], Wire.HEADROOM, 1);
      wire.writeEnd();
      keys.add(Sent.of(far.getInputStream()).key);
      keys.add(Sent.of(far.getInputStream()).key);
    }
    assertTrue(keys.size() > 4, keys::toString);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 125, 126, 127, 65_535, 65_536})
  void lengthsOfAllThreeFormsAreRead(int length) throws Exception {
    byte[] content = new byte[length];
    new Random(length).nextBytes(content);
    String head =
        length < 126
            ? "%02x".formatted(length)
            : length < 65_536 ? "7e%04x".formatted(length) : "7f%016x".formatted(length);
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                says("82" + head + HexFormat.of().formatHex(content) + "82012a" + ORDERLY);
              } catch (IOException e) {
                // The test has ended.
              }
            });
    byte[] read = new byte[length + 10];
    assertTrue(wire.nextMessage());
    int taken = 0;
    while (taken < length) {
      taken += wire.readMessage(read, taken, read.length - taken);
    }
    assertArrayEquals(content, Arrays.copyOf(read, taken));
    assertEquals(-1, wire.readMessage(read, 0, 1));
    assertTrue(wire.nextMessage());
    assertEquals("*", message());
    assertFalse(wire.nextMessage());
  }

  @Test
  void theBytesOfAllMessagesAreOneStreamHoweverTheyAreCut() throws Exception {
    says("02026162" + "000163" + "8000" + "8200" + "82026465" + "810166" + ORDERLY);
    assertEquals("abcdef", all());
  }

  @Test
  void bordersOfMessagesAreKeptAndWhatWasNotReadIsPassedBy() throws Exception {
    says("02026162" + "80026364" + "02026566" + "80026768" + "820169" + "8200" + ORDERLY);
    assertTrue(wire.nextMessage());
    assertEquals("abcd", message());
    assertTrue(wire.nextMessage());
    assertEquals(1, wire.readMessage(new byte[1], 0, 1));
    assertTrue(wire.nextMessage());
    assertEquals("i", message());
    assertTrue(wire.nextMessage());
    assertEquals("", message());
    assertFalse(wire.nextMessage());
    assertFalse(wire.nextMessage(), "nothing is read after a close");
  }

  @Test
  void aPingBetweenThePiecesOfAMessageIsAnsweredOnceWithItsContent() throws Exception {
    List<String> woken = new ArrayList<>();
    wire.onOwed(() -> woken.add("woken"));
    says("020161" + "8901" + "31" + "8903" + "323334" + "800162" + ORDERLY);
    assertEquals("ab", all());
    assertEquals(2, woken.size());
    wire.writeOwed();
    wire.writeOwed();
    wire.writeEnd();
    Sent pong = Sent.of(far.getInputStream());
    assertEquals(0x8a, pong.first);
    assertEquals("234", new String(pong.content, StandardCharsets.US_ASCII), "the newest");
    Sent end = Sent.of(far.getInputStream());
    assertEquals(0x88, end.first);
    assertArrayEquals(new byte[] {3, (byte) 0xe8}, end.content);
  }

  @Test
  void anAnswerToAPingIsToldByItsIdAndOthersAreNot() throws Exception {
    List<Integer> answered = new ArrayList<>();
    List<String> woken = new ArrayList<>();
    wire.onAnswer(answered::add);
    wire.onOwed(() -> woken.add("woken"));
    wire.ping(5);
    wire.ping(7);
    assertEquals(2, woken.size());
    wire.writeOwed();
    Sent ping = Sent.of(far.getInputStream());
    assertEquals(0x89, ping.first);
    assertArrayEquals(new byte[] {0, 0, 0, 7}, ping.content);
    says("8a0400000007" + "8a03000000" + "8a00" + "8a050000000001" + ORDERLY);
    assertEquals("", all());
    assertEquals(List.of(7), answered);
    wire.writeOwed();
    wire.writeEnd();
    assertEquals(0x88, Sent.of(far.getInputStream()).first, "asked once, and owes no pong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"8800", "880103", "880203e8", "880503e8627965"})
  void aCloseWithoutAnotherCodeIsAnEnd(String close) throws Exception {
    says("820161" + close + "820162");
    assertEquals("a", all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"880203e9", "880203f3", "880204e8", "88020000"})
  void aCloseWithAnotherCodeIsALoss(String close) throws Exception {
    says(close);
    assertTrue(assertThrows(IOException.class, this::all).getMessage().contains("with code "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "820161", "82", "827e00", "820561", "020161", "8902"})
  void aConnectionThatEndsWithoutACloseWasLost(String said) throws Exception {
    says(said);
    assertThrows(EOFException.class, this::all);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02016188020" + "3e8", "020161" + "8000" + "0201" + "61" + "8800"})
  void aCloseInsideAMessageIsNoEndOfTheMessage(String said) throws Exception {
    says(said);
    assertTrue(wire.nextMessage());
    assertThrows(
        EOFException.class,
        () -> {
          message();
          wire.nextMessage();
          message();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "828100000000" + "61", // Masked, as a server's are not.
        "c20161", // Each of the reserved bits.
        "a20161",
        "920161",
        "830161", // No such kinds of frames.
        "8b00",
        "8f00",
        "0900", // Control frames in pieces, or long.
        "0800",
        "897e007e",
        "000161", // Goes on with what did not begin.
        "800161",
        "020161" + "820162", // Begins before the one before has ended.
        "020161" + "020162",
        "827fffffffffffffffff", // Below 0.
        "827f8000000000000000"
      })
  void whatBreaksTheProtocolIsALoss(String said) throws Exception {
    says(said + "00".repeat(200) + ORDERLY);
    IOException why = assertThrows(IOException.class, this::all);
    assertTrue(why.getMessage().startsWith("the server sent "), why::getMessage);
  }

  @Test
  void aControlFrameOf125BytesIsTheLongest() throws Exception {
    says("897d" + "61".repeat(125) + "820162" + ORDERLY);
    assertEquals("b", all());
    wire.writeOwed();
    assertEquals(125, Sent.of(far.getInputStream()).content.length);
  }

  @Test
  void whoAbortsItCutsTheConnection() throws Exception {
    wire.abort();
    assertEquals(-1, far.getInputStream().read());
    assertThrows(IOException.class, this::all);
  }

  private record Near(URI server) implements ApiEndpoint {
    @Override
    public Context context() {
      return new Context("test", "test", "test", server.toString(), "default", true);
    }

    @Override
    public @Nullable SSLContext tls() {
      return null;
    }

    @Override
    public @Nullable String tlsName() {
      return null;
    }

    @Override
    public Map<String, String> headers() {
      return Map.of();
    }

    @Override
    public ProxySelector proxies() {
      return ProxySelector.of(null);
    }
  }
}
