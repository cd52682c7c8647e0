package dev.mooring.forward.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Local;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.problem.Code;
import dev.mooring.problem.MooringException;
import dev.mooring.problem.Problem;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Forwards on their way to files and from them, and what each tool cannot hold.
final class ExchangeFilesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(ExchangeFormat.class)
  void aFileIsWrittenAndReadAgainAndNotReplacedUnasked(ExchangeFormat format) throws Exception {
    Path file = folder.resolve(format.fileName());
    Exported exported = Exchange.write(List.of(service("80")), format);
    exported.writeTo(file, false);
    assertEquals(exported.text(), Files.readString(file));
    assertEquals(format, Exchange.read(file, Optional.empty()).format());
    assertEquals(format, Exchange.read(file, Optional.of(format)).format());
    Problem exists = problem(() -> exported.writeTo(file, false));
    assertEquals(Code.FILE_EXISTS, exists.code());
    Files.writeString(file, "longer than what comes ".repeat(99));
    exported.writeTo(file, true);
    assertEquals(exported.text(), Files.readString(file));
    assertEquals(format, ExchangeFormat.parse(format.words().toUpperCase(java.util.Locale.ROOT)));
  }

  @Test
  void whatCannotBeReadOrWrittenIsSaidByItsFile() {
    Path missing = folder.resolve("none");
    Problem problem = problem(() -> Exchange.read(missing, Optional.empty()));
    assertEquals(Code.FILE_NOT_READABLE, problem.code());
    assertTrue(problem.what().contains(missing.toString()), problem::toString);
    Problem notFound = problem(() -> Exchange.read(folder, Optional.empty()));
    assertEquals(Code.FILE_NOT_READABLE, notFound.code());
    assertTrue(!notFound.why().equals(problem.why()), "a folder is there");
    Exported exported = Exchange.write(List.of(), ExchangeFormat.YAML);
    assertEquals(
        Code.FILE_NOT_WRITABLE,
        problem(() -> exported.writeTo(folder.resolve("a/b"), true)).code());
    Problem format = problem(() -> ExchangeFormat.parse("lens"));
    assertTrue(format.whatToDo().contains("yaml, kftray, kube-forwarder"), format::toString);
  }

  @Test
  void aFileOfOneMebibyteIsReadAndOneByteMoreIsNot() throws Exception {
    String text = Exchange.write(List.of(service("80")), ExchangeFormat.YAML).text();
    String whole = text + "#".repeat((1 << 20) - text.length());
    Path file = Files.writeString(folder.resolve("large"), whole);
    assertEquals(1, Exchange.read(file, Optional.empty()).forwards().size());
    Files.writeString(file, whole + "#");
    assertEquals(
        Code.DOCUMENT_UNREADABLE, problem(() -> Exchange.read(file, Optional.empty())).code());
  }

  @Test
  void aMarkOfTheByteOrderIsNoPartOfAFile() {
    String text = "\ufeff" + Exchange.write(List.of(service("80")), ExchangeFormat.KFTRAY).text();
    assertEquals(1, read(text).forwards().size());
  }

  @ParameterizedTest
  @CsvSource({
    "svc/web,    dev, 80,   kftray kube-forwarder skaffold",
    "app=web,    dev, 80,   kftray",
    "'app in (a)', dev, 80, ''",
    "pod/web,    dev, 80,   kube-forwarder skaffold",
    "deploy/web, dev, 80,   kube-forwarder skaffold",
    "sts/web,    dev, 80,   skaffold",
    "ds/web,     dev, 80,   skaffold",
    "rs/web,     dev, 80,   skaffold",
    "svc/web,    dev, http, skaffold",
    "svc/web,    '',  80,   skaffold",
  })
  void whatAToolHasNoWordForIsLeftOutWithANote(
      String target, String namespace, String port, String tools) {
    SavedForward forward = saved(Target.parse(target, namespace, port));
    for (ExchangeFormat format :
        List.of(ExchangeFormat.KFTRAY, ExchangeFormat.KUBE_FORWARDER, ExchangeFormat.SKAFFOLD)) {
      Exported exported = Exchange.write(List.of(forward), format);
      boolean has = List.of(tools.split(" ")).contains(format.words());
      List<Target> back =
          read(exported.text(), format).forwards().stream()
              .map(each -> each.spec().target())
              .toList();
      assertEquals(has ? List.of(forward.spec().target()) : List.of(), back, format.words());
      boolean refused = exported.notes().stream().anyMatch(each -> each.field().equals("target"));
      assertEquals(!has, refused, () -> format + " " + exported.notes());
    }
  }

  @Test
  void onlyOneOfSeveralAddressesFitsAndThatIsNoted() {
    Local local =
        new Local(
            List.of(InetAddress.ofLiteral("127.0.0.9"), InetAddress.ofLiteral("127.0.0.8")),
            80,
            false,
            "");
    SavedForward forward = new SavedForward("lab", service("80").spec().withLocal(local), false);
    for (ExchangeFormat format : List.of(ExchangeFormat.KUBE_FORWARDER, ExchangeFormat.SKAFFOLD)) {
      Exported exported = Exchange.write(List.of(forward), format);
      assertTrue(
          Note.lines(exported.notes()).stream()
              .anyMatch(each -> each.startsWith("web, addresses, changed: ")),
          () -> Note.lines(exported.notes()).toString());
      assertEquals(
          List.of(InetAddress.ofLiteral("127.0.0.9")),
          read(exported.text()).forwards().getFirst().spec().local().addresses());
    }
  }

  @Test
  void aFileOfKubeForwarderIsOfOneContext() {
    SavedForward elsewhere = new SavedForward("other", service("80").spec(), false);
    Exported exported =
        Exchange.write(List.of(service("80"), elsewhere), ExchangeFormat.KUBE_FORWARDER);
    assertEquals(1, read(exported.text()).forwards().size());
    assertTrue(exported.notes().stream().anyMatch(each -> each.words().contains("lab")));
  }

  @Test
  void linesAreOfWhatIsNotAsItWas() {
    assertEquals(
        List.of("a, left out: why", "b, port, changed: how"),
        Note.lines(
            List.of(
                new Note("a", "", Note.Kind.LEFT_OUT, "why"),
                new Note("t", "x", Note.Kind.TAKEN, "y"),
                new Note("b", "port", Note.Kind.CHANGED, "how"))));
  }

  @Test
  void aServiceOfKftrayNeedsNoLabels() {
    Imported imported =
        read(
            "[{'workload_type':'service','service':'web','target':'a=b','namespace':'dev',"
                    .replace('\'', '"')
                + "'remote_port':80,'local_port':1,'auto_loopback_address':true}]"
                    .replace('\'', '"'));
    assertEquals("svc/web", imported.forwards().getFirst().spec().target().words());
    assertEquals(
        List.of("target", "auto_loopback_address"),
        imported.notes().stream()
            .filter(each -> each.kind() == Note.Kind.LEFT_OUT)
            .map(Note::field)
            .toList());
  }

  private static SavedForward service(String port) {
    return saved(new Target.Service("dev", "web", port));
  }

  private static SavedForward saved(Target target) {
    return new SavedForward("lab", ForwardSpec.of("web", target, 8080), false);
  }

  private static Problem problem(org.junit.jupiter.api.function.Executable use) {
    return assertThrows(MooringException.class, use).problem();
  }

  private static Imported read(String text) {
    return Exchange.read(text.getBytes(UTF_8), "the test", Optional.empty());
  }

  private static Imported read(String text, ExchangeFormat format) {
    return Exchange.read(text.getBytes(UTF_8), "the test", Optional.of(format));
  }
}
