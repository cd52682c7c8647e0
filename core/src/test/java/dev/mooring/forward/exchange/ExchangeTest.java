package dev.mooring.forward.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.mooring.cluster.Context;
import dev.mooring.document.Documents;
import dev.mooring.forward.AccountName;
import dev.mooring.forward.ForwardSpec;
import dev.mooring.forward.Local;
import dev.mooring.forward.PodSelection;
import dev.mooring.forward.SavedForward;
import dev.mooring.forward.Target;
import dev.mooring.problem.MooringException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExchangeTest {

  private static final Context LAB = context("lab", "dev");

  private static Context context(String name, String namespace) {
    return new Context(name, name, "me", "https://127.0.0.1:1", namespace, false);
  }

  @Test
  void kftrayIsReadFieldByField() throws Exception {
    Imported imported = imported("kftray.json");
    assertEquals(ExchangeFormat.KFTRAY, imported.format());
    assertEquals(
        List.of(
            "{'name':'orders.test','context':'staging','namespace':'shop','target':'svc/orders',"
                + "'port':'80','localPort':8080,'alias':'orders.test','requests':true}",
            "{'name':'cache','namespace':'shop','target':'app=cache,tier=memory','port':'6379',"
                + "'addresses':['127.0.0.5']}",
            "{'name':'cache-2','namespace':'shop','target':'app=cache,tier=memory','port':'9121'}"),
        written(imported));
    assertNote(
        imported, "orders.test", "http_logs_max_file_size", Note.Kind.LEFT_OUT, "no equivalent");
    assertNote(imported, "orders.test", "remote_port", Note.Kind.TAKEN, "80");
    assertNote(imported, "cache", "context", Note.Kind.CHANGED, "placeholder");
    assertNote(imported, "cache", "kubeconfig", Note.Kind.LEFT_OUT, "paths are ignored");
    assertNote(imported, "cache-2", "alias", Note.Kind.CHANGED, "taken");
    assertNote(imported, "cache-2", "local_address", Note.Kind.CHANGED, "127.0.0.1");
    assertNote(imported, "dns", "protocol", Note.Kind.LEFT_OUT, "only TCP");
    assertNote(imported, "mainframe", "workload_type", Note.Kind.LEFT_OUT, "relay");
    assertNote(imported, "demo", "workload_type", Note.Kind.LEFT_OUT, "local ports");
    assertNote(imported, "nothing", "service", Note.Kind.CHANGED, "placeholder");
    assertTrue(imported.notes().stream().noneMatch(each -> each.field().equals("id")));
  }

  @Test
  void kubeForwarderIsReadAndItsCredentialsAreNot() throws Exception {
    Imported imported = imported("kube-forwarder.json");
    assertEquals(ExchangeFormat.KUBE_FORWARDER, imported.format());
    assertEquals(
        List.of(
            "{'name':'web:80','context':'staging','namespace':'shop','target':'deploy/web',"
                + "'port':'80','localPort':8080}",
            "{'name':'web:443','context':'staging','namespace':'shop','target':'deploy/web',"
                + "'port':'443','localPort':8443}",
            "{'name':'orders','context':'staging','namespace':'shop','target':'svc/orders',"
                + "'port':'9000','localPort':9000,'addresses':['127.0.0.7']}"),
        written(imported));
    assertNote(imported, "Staging", "config", Note.Kind.LEFT_OUT, "credentials");
    assertNote(imported, "nightly", "workloadType", Note.Kind.LEFT_OUT, "type");
    assertFalse(imported.toString().contains("do-not-take-me"));
  }

  @Test
  void theOlderLayoutOfKubeForwarderIsRefusedByName() {
    for (String text : List.of("{\"_clusters\":[]}", "{\"version\":1,\"clusters\":[]}")) {
      MooringException refused = assertThrows(MooringException.class, () -> read(text));
      assertTrue(refused.problem().why().contains("version 1"), refused.getMessage());
    }
  }

  @Test
  void skaffoldIsReadWithoutTemplatesAndProfiles() throws Exception {
    Imported imported = imported("skaffold.yaml");
    assertEquals(ExchangeFormat.SKAFFOLD, imported.format());
    assertEquals(
        List.of(
            "{'name':'web','namespace':'shop','target':'deploy/web','port':'http',"
                + "'localPort':8080}",
            "{'name':'orders','target':'svc/orders','port':'9000','localPort':9000}",
            "{'name':'db','target':'sts/db','port':'5432','localPort':5432}",
            "{'name':'tool-0','target':'pod/tool-0','port':'7000','localPort':7000}"),
        written(imported));
    assertNote(imported, "orders", "localPort", Note.Kind.CHANGED, "the default in Skaffold");
    assertNote(imported, "db", "address", Note.Kind.CHANGED, "0.0.0.0");
    assertNote(imported, "{{.NAME}}-web", "resourceName", Note.Kind.LEFT_OUT, "template");
    assertNote(imported, "web", "resourceType", Note.Kind.LEFT_OUT, "kind");
    assertNote(imported, "profile dev", "portForward", Note.Kind.LEFT_OUT, "aren't applied");
  }

  @Test
  void kubefwdSaysServicesAndAddressesAndNoPorts() throws Exception {
    Imported imported = imported("kubefwd.yml");
    assertEquals(ExchangeFormat.KUBEFWD, imported.format());
    assertEquals(
        List.of(
            "{'name':'orders','target':'svc/orders','port':'80','addresses':['127.1.28.1'],"
                + "'alias':'orders'}",
            "{'name':'web','namespace':'shop','target':'svc/web','port':'80',"
                + "'addresses':['127.1.28.2'],'alias':'web'}",
            "{'name':'db','context':'staging','namespace':'shop','target':'svc/db','port':'80',"
                + "'addresses':['127.1.28.3'],'alias':'db'}",
            "{'name':'cache','namespace':'shop','target':'svc/cache','port':'80',"
                + "'addresses':['127.1.28.4'],'alias':'cache'}",
            "{'name':'db-0','namespace':'shop','target':'pod/db-0','port':'80',"
                + "'addresses':['127.1.28.6'],'alias':'db-0'}"),
        written(imported));
    assertNote(imported, "orders", "port", Note.Kind.CHANGED, "assumed");
    assertNote(imported, "cache", "name", Note.Kind.CHANGED, "could also");
    assertNote(imported, "a", "name", Note.Kind.LEFT_OUT, "isn't clear");
  }

  @Test
  void ourOwnFileIsReadInFull() throws Exception {
    Imported imported = imported("mooring.yaml");
    assertEquals(ExchangeFormat.YAML, imported.format());
    assertEquals(
        List.of("api", "db", "api-2"),
        imported.forwards().stream().map(each -> each.spec().name()).toList());
    assertEquals(everything(), imported.forwards().get(1));
    assertNote(imported, "api-2", "addresses", Note.Kind.CHANGED, "192.168.1.5");
    assertNote(imported, "api-2", "password", Note.Kind.LEFT_OUT, "no equivalent");
    assertNote(imported, "broken", "", Note.Kind.LEFT_OUT, "isn't a target");
    assertFalse(imported.toString().contains("do-not-show-me"));
  }

  @Test
  void ourOwnFormatLosesNothing() {
    SavedForward odd =
        new SavedForward(
            "a: b # c",
            new ForwardSpec(
                "null",
                "1.0",
                new Target.Selector("dev", "a in (b, c),d!=e", "80"),
                Local.port(0),
                PodSelection.ROUND_ROBIN,
                false,
                false,
                null),
            false);
    SavedForward plain =
        new SavedForward("", ForwardSpec.of("yes", new Target.Pod("", "x", "http"), 1), false);
    List<SavedForward> all = List.of(everything(), odd, plain);
    Exported exported = Exchange.write(all, ExchangeFormat.YAML);
    assertEquals(List.of(), exported.notes());
    assertEquals(all, read(exported.text()).forwards());
  }

  @ParameterizedTest
  @EnumSource(ExchangeFormat.class)
  void whatAToolCanExpressComesBackAsItWas(ExchangeFormat format) {
    SavedForward simple =
        new SavedForward(
            format == ExchangeFormat.KFTRAY ? "lab" : "",
            ForwardSpec.of("api", new Target.Service("dev", "api", "80"), 8080),
            false);
    SavedForward addressed =
        new SavedForward(
            simple.context(),
            ForwardSpec.of("web", new Target.Service("dev", "web", "80"), 8081)
                .withLocal(new Local(List.of(InetAddress.ofLiteral("127.0.0.9")), 8081, false, "")),
            false);
    if (format == ExchangeFormat.KUBEFWD) {
      // Ports are what kubefwd never writes down.
      Exported exported = Exchange.write(List.of(simple, addressed), format);
      Imported back = read(exported.text());
      assertEquals("svc/web", back.forwards().getFirst().spec().target().words());
      assertEquals(
          List.of("addresses", "port", "localPort"),
          exported.notes().stream().map(Note::field).toList());
      return;
    }
    List<SavedForward> all = List.of(simple, addressed);
    Exported exported = Exchange.write(all, format);
    assertEquals(List.of(), exported.notes());
    assertEquals(all, read(exported.text()).forwards());
  }

  @ParameterizedTest
  @EnumSource(value = ExchangeFormat.class, names = "YAML", mode = EnumSource.Mode.EXCLUDE)
  void whatAToolCannotHoldIsNoted(ExchangeFormat format) {
    Exported exported = Exchange.write(List.of(everything()), format);
    List<String> fields = exported.notes().stream().map(Note::field).toList();
    assertTrue(
        fields.contains("tls") || fields.contains("target"), () -> format + " noted " + fields);
  }

  @Test
  void namesThatAreTakenGetANumberAndWhatIsThereStays() {
    SavedForward kept =
        new SavedForward(
            "lab", ForwardSpec.of("api", new Target.Service("dev", "api", "80"), 8080), false);
    String file =
        "forwards: [{name: api, target: svc/api, port: 80, localPort: 8080, running: true},"
            + " {name: api, target: svc/other, port: 80}]";
    Imported placed =
        read(file).at("lab", List.of(LAB)).atRest().inGroup("work").beside(List.of(kept));
    assertEquals(
        List.of("api-2", "api-3"),
        placed.forwards().stream().map(each -> each.spec().name()).toList());
    Imported again = read(file).at("lab", List.of(LAB)).atRest().beside(List.of(kept));
    assertEquals(1, again.forwards().size());
    assertNote(again, "api", "", Note.Kind.LEFT_OUT, "already");
    assertTrue(again.forwards().stream().noneMatch(SavedForward::running));
    assertEquals("dev", again.forwards().getFirst().spec().target().namespace());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nothing",
        "[]",
        "{}",
        "[1, 2]",
        "{\"forwards\":",
        "apiVersion: v1\nkind: Config\nclusters: []\ncontexts: []\n",
        "version: 2\nforwards: []"
      })
  void whatIsNoListOfForwardsIsRefused(String text) {
    assertThrows(MooringException.class, () -> read(text));
  }

  @Test
  void hugeFilesAndEndlessListsAreBounded() {
    byte[] huge = new byte[Exchange.LARGEST + 1];
    assertThrows(MooringException.class, () -> Exchange.read(huge, "huge", Optional.empty()));
    StringBuilder many = new StringBuilder("forwards:\n");
    for (int i = 0; i < 1500; i++) {
      many.append("- {name: a, target: svc/a, port: 80}\n");
    }
    Imported imported = read(many.toString());
    assertEquals(1000, imported.forwards().size());
    assertNote(imported, "the file", "", Note.Kind.LEFT_OUT, "1000");
    String deep = "{\"forwards\":" + "[".repeat(100_000);
    assertThrows(MooringException.class, () -> read(deep));
    String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nforwards: [{name: *b, target: svc/a, port: 80}]";
    assertNote(read(bomb), "the file", "", Note.Kind.CHANGED, "aliases");
  }

  @Test
  void noFileBreaksIt() throws Exception {
    Random random = new Random(8);
    for (String name :
        List.of(
            "kftray.json", "kube-forwarder.json", "skaffold.yaml", "kubefwd.yml", "mooring.yaml")) {
      byte[] whole = sample(name);
      for (int i = 0; i < 400; i++) {
        byte[] bytes = whole.clone();
        for (int change = 0; change < 1 + random.nextInt(8); change++) {
          byte[] alphabet = "{}[]\",:-#&*!|>\n \u0000a0.".getBytes(UTF_8);
          bytes[random.nextInt(bytes.length)] = alphabet[random.nextInt(alphabet.length)];
        }
        try {
          Imported imported = Exchange.read(bytes, name, Optional.empty());
          imported.forwards().forEach(each -> assertEquals(each, SavedForward.read(each.write())));
          assertTrue(
              imported.forwards().stream()
                  .flatMap(each -> each.spec().local().addresses().stream())
                  .allMatch(InetAddress::isLoopbackAddress));
        } catch (MooringException e) {
          assertFalse(e.problem().what().isBlank());
        }
      }
    }
  }

  private static SavedForward everything() {
    return new SavedForward(
        "lab",
        new ForwardSpec(
            "db",
            "work",
            new Target.Workload("StatefulSet", "dev", "db", "postgres"),
            new Local(List.of(InetAddress.ofLiteral("127.0.0.9")), 5432, true, "db.test"),
            PodSelection.pinned("db-0"),
            true,
            true,
            new AccountName("shop", "ana")),
        true);
  }

  private static List<String> written(Imported imported) {
    return imported.forwards().stream()
        .map(each -> Documents.json(each.write()).replace('"', '\''))
        .toList();
  }

  private static void assertNote(
      Imported imported, String entry, String field, Note.Kind kind, String words) {
    assertTrue(
        imported.notes().stream()
            .anyMatch(
                each ->
                    each.entry().equals(entry)
                        && each.field().equals(field)
                        && each.kind() == kind
                        && each.words().contains(words)),
        () -> entry + " " + field + " " + kind + " is not among " + imported.notes());
  }

  private static Imported read(String text) {
    return Exchange.read(text.getBytes(UTF_8), "the test", Optional.empty());
  }

  private static Imported imported(String name) throws IOException {
    return Exchange.read(sample(name), name, Optional.empty());
  }

  private static byte[] sample(String name) throws IOException {
    try (InputStream in = ExchangeTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no sample " + name);
      }
      return in.readAllBytes();
    }
  }
}
