package dev.mooring.debug.copy;

import dev.mooring.document.Document;
import dev.mooring.document.Documents;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this computer keeps of a pod that Mooring made, locked by the process that made it for as
/// long as that runs, however it ends.
public final class CopyNote implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CopyNote.class);
  private static final int LARGEST = 4096;

  private final Path file;
  private final FileChannel channel;
  private final Content content;

  public record Content(String context, String namespace, Copies.Name copy) {}

  private CopyNote(Path file, FileChannel channel, Content content) {
    this.file = file;
    this.channel = channel;
    this.content = content;
  }

  public Content content() {
    return content;
  }

  /// @throws IOException when it cannot be kept
  public static CopyNote make(Path file, Content content) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    boolean done = false;
    try {
      if (channel.tryLock() == null) {
        throw new IOException(file + " is locked");
      }
      channel.write(
          ByteBuffer.wrap(
              Documents.jsonBytes(
                  Document.of(
                      Map.of(
                          "context", content.context(),
                          "namespace", content.namespace(),
                          "name", content.copy().name(),
                          "nonce", content.copy().nonce())))));
      channel.force(true);
      done = true;
      return new CopyNote(file, channel, content);
    } finally {
      if (!done) {
        channel.close();
      }
    }
  }

  /// @return nothing for one that is in use, or that is none
  public static Optional<CopyNote> left(Path file) {
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        return Optional.empty();
      }
      ByteBuffer text = ByteBuffer.allocate(LARGEST);
      channel.read(text, 0);
      Document note =
          Documents.json(
              new String(text.array(), 0, text.position(), StandardCharsets.UTF_8), "note");
      Content content =
          new Content(
              note.at("context").textOrEmpty(),
              note.at("namespace").textOrEmpty(),
              new Copies.Name(note.at("name").textOrEmpty(), note.at("nonce").textOrEmpty()));
      taken = !content.copy().nonce().isEmpty();
      return taken ? Optional.of(new CopyNote(file, channel, content)) : Optional.empty();
    } catch (OverlappingFileLockException e) {
      return Optional.empty(); // a session of this process
    } catch (IOException | MooringException e) {
      LOG.debug("{} is no note", file, e);
      return Optional.empty();
    } finally {
      if (channel != null && !taken) {
        close(channel);
      }
    }
  }

  /// The pod is gone.
  public void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.debug("{} stays", file, e);
    }
    close();
  }

  /// The note stays for the next process.
  @Override
  public void close() {
    close(channel);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("a note does not close", e);
    }
  }
}
