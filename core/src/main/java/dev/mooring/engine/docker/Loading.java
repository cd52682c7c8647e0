package dev.mooring.engine.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.LoadResponseItem;
import dev.mooring.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Sends an archive to the engine while it is written. An archive that fails half way ends the
/// request in its middle, so that the engine cannot take it for a whole one.
final class Loading implements Callable<Void> {
  private final DockerClient client;
  private final Engine.Archive archive;
  private final ArchivePipe pipe = new ArchivePipe();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  Loading(DockerClient client, Engine.Archive archive) {
    this.client = client;
    this.archive = archive;
  }

  /// Why the archive could not be written; null where it could.
  @Nullable Throwable failure() {
    return failure.get();
  }

  @Override
  public Void call() throws IOException, InterruptedException {
    Thread writer = Thread.ofVirtual().name("archive").start(this::write);
    Heard heard = new Heard();
    try (InputStream in = pipe.in()) {
      client.loadImageAsyncCmd(in).exec(heard).awaitCompletion();
    } finally {
      pipe.abandon();
      writer.interrupt();
      writer.join();
    }
    String refusal = heard.refusal.get();
    if (refusal != null) {
      throw new DockerException(refusal, 500);
    }
    return null;
  }

  private void write() {
    try {
      archive.writeTo(pipe.out());
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    } finally {
      pipe.end(failure.get());
    }
  }

  private static final class Heard extends ResultCallback.Adapter<LoadResponseItem> {
    private final AtomicReference<String> refusal = new AtomicReference<>();

    @Override
    public void onNext(LoadResponseItem item) {
      if (item.isErrorIndicated()) {
        String said = item.getErrorDetail() == null ? null : item.getErrorDetail().getMessage();
        refusal.set(String.valueOf(said == null ? item.getStream() : said));
      }
    }
  }
}
