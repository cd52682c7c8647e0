package dev.mooring.desktop.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.mooring.document.Document;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class LineChannelTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private Path folder;
  private ServerSocketChannel server;

  @BeforeEach
  void listen() throws IOException {
    // A socket's path is short.
    folder = Files.createTempDirectory("line");
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(folder.resolve("s")));
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    Files.deleteIfExists(folder.resolve("s"));
    Files.delete(folder);
  }

  @Test
  void linesComeHoweverTheyAreCut() throws Exception {
    byte[] said = "\n{\"a\":1}\n\n{\"b\":\"\\n\"}\n".getBytes(StandardCharsets.UTF_8);
    assertEquals(
        List.of(Document.of(Map.of("a", 1)), Document.of(Map.of("b", "\n"))), read(said, 1));
    assertEquals(2, read(said, said.length).size());
  }

  @Test
  void whatIsNoObjectIsRefused() {
    for (String wrong : List.of("[]\n", "{\n", "{} {}\n", "{}", "\0\n", "\"a\"\n")) {
      assertThrows(
          IOException.class, () -> read(wrong.getBytes(StandardCharsets.UTF_8), 100), wrong);
    }
    assertThrows(IOException.class, () -> read(new byte[LineChannel.LONGEST + 2], 1 << 20));
  }

  @Test
  void nothingThatAnotherProgramSaysIsADefect() throws Exception {
    Random random = new Random(1);
    byte[] seed =
        "{\"do\":\"start\",\"entry\":{\"name\":\"api\",\"port\":80}}\n{}\n"
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 200; i++) {
      byte[] said = seed.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        said[random.nextInt(said.length)] = (byte) random.nextInt(256);
      }
      try {
        read(said, 1 + random.nextInt(said.length));
      } catch (IOException e) {
        // It was refused.
      }
    }
  }

  private List<Document> read(byte[] said, int piece) throws IOException {
    try (SocketChannel other = SocketChannel.open(server.getLocalAddress());
        LineChannel line = new LineChannel(server.accept())) {
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  for (int at = 0; at < said.length; at += piece) {
                    other.write(ByteBuffer.wrap(said, at, Math.min(piece, said.length - at)));
                  }
                  other.shutdownOutput();
                } catch (IOException e) {
                  // The reader has had enough.
                }
              });
      List<Document> read = new ArrayList<>();
      for (Optional<Document> next = line.read(LIMIT); next.isPresent(); next = line.read(LIMIT)) {
        read.add(next.get());
      }
      return read;
    }
  }
}
