package dev.mooring.desktop.terminal;

import dev.mooring.forward.SavedForward;
import dev.mooring.forward.exchange.Exchange;
import dev.mooring.forward.exchange.ExchangeFormat;
import dev.mooring.forward.exchange.Exported;
import dev.mooring.forward.exchange.Note;
import dev.mooring.forward.running.ContextForwards;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "export")
final class ForwardExportCommand implements Callable<Integer> {
  private final Opening opening;

  @Parameters(arity = "0..1", paramLabel = "FILE")
  @Nullable Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "yaml",
      converter = ExchangeFormats.class)
  ExchangeFormat format = ExchangeFormat.YAML;

  @Option(names = "--group", paramLabel = "NAME")
  @Nullable String group;

  @Option(names = "--context", paramLabel = "NAME")
  @Nullable String context;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Parser.class)
  Format output = Format.TEXT;

  ForwardExportCommand(Opening opening) {
    this.opening = opening;
  }

  @Override
  public Integer call() {
    List<SavedForward> forwards =
        ContextForwards.saved(opening.settings().get()).stream()
            .filter(each -> group == null || each.spec().group().equals(group))
            .filter(each -> context == null || each.context().equals(context))
            .toList();
    Exported exported = Exchange.write(forwards, format);
    if (file != null) {
      exported.writeTo(file, false);
    }
    if (output == Format.JSON) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("format", format.words());
      if (file == null) {
        object.put("text", exported.text());
      } else {
        object.put("file", file.toString());
      }
      object.put("report", ExchangeReport.json(exported.notes()));
      opening.output().json(object);
      return 0;
    }
    Note.lines(exported.notes()).forEach(opening.output()::note);
    if (file == null) {
      opening.output().text(exported.text());
    } else {
      opening.output().line(Messages.of("holds-the-forwards-as", file, format.words()));
    }
    return 0;
  }
}
