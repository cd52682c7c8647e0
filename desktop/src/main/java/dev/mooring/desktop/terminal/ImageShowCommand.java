package dev.mooring.desktop.terminal;

import dev.mooring.desktop.fx.Words;
import dev.mooring.registry.Descriptor;
import dev.mooring.registry.Manifest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What an image is.
@Command(name = "show")
final class ImageShowCommand extends ImageQuery {
  @Parameters(paramLabel = "REF")
  String image = "";

  ImageShowCommand(Opening opening) {
    super(opening);
  }

  @Override
  int look() throws InterruptedException {
    try (ImageOperand operand = open(image)) {
      Manifest shown = operand.chosen().image();
      List<Descriptor> layers = shown.layers();
      long size = shown.blobs().stream().mapToLong(Descriptor::size).sum();
      if (json()) {
        Map<String, Object> json = operand.json();
        json.put("size", size);
        json.put("layers", layers.stream().map(each -> each.digest().text()).toList());
        output().json(json);
      } else {
        output().line(operand.name());
        if (!operand.chosen().platforms().isEmpty()) {
          output()
              .line(
                  Messages.of(
                      "image-platforms",
                      operand.chosen().platforms().stream()
                          .map(Object::toString)
                          .collect(Collectors.joining(", "))));
        }
        output().line(Messages.of("image-size", Words.size(size), layers.size()));
      }
    }
    return 0;
  }
}
