package dev.mooring.debug.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.mooring.debug.ScriptedDelve;
import dev.mooring.document.Document;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

final class KeptBreakpointsTest {
  private final KeptBreakpoints kept = new KeptBreakpoints();
  private final Conversation editor = kept.conversation();
  private final List<Document> set = new CopyOnWriteArrayList<>();

  @Test
  void whatAnEditorSetsAndDelveConfirmsIsKept() {
    asked("{'method':'RPCServer.CreateBreakpoint','params':[{'Breakpoint':{'addrs':[1]}}],'id':4}");
    assertEquals(0, kept.count(), "not confirmed yet");
    answered("{'id':3,'result':{'Breakpoint':{'id':9,'file':'/x.go'}},'error':null}");
    answered("{'id':4,'result':" + at(41) + ",'error':null}");
    assertEquals(1, kept.count());
    asked("{'method':'RPCServer.CreateBreakpoint','params':[{}],'id':5}");
    answered("{'id':5,'result':null,'error':'could not find file'}");
    assertEquals(1, kept.count());
    asked("{'method':'RPCServer.ClearBreakpoint','params':[{'Id':1}],'id':6}");
    answered("{'id':6,'result':" + at(41) + ",'error':null}");
    assertEquals(0, kept.count());
  }

  @Test
  void messagesMayComeInPiecesAndWithHeadersBetween() {
    String message =
        "Content-Length: 7\r\n\r\n"
            + "{'command':'setBreakpoints','arguments':{'source':{'path':'C:\\\\{a}.go'},"
            + "'breakpoints':[{'line':3},{'line':4,'logMessage':'here'}]}}";
    message.chars().forEach(each -> asked(Character.toString(each)));
    assertEquals(1, kept.count(), "logpoints belong to their connection");
    asked("{'command':'setBreakpoints','arguments':{'source':{'path':'C:\\\\{a}.go'}}}");
    assertEquals(0, kept.count());
  }

  @Test
  void aMessageThatIsTooLongOrNoJsonIsPassedOver() {
    asked("{'method':'" + "x".repeat(300_000) + "'}");
    asked("{]}");
    asked("{'method':'RPCServer.CreateBreakpoint','params':[{}],'id':1}");
    answered("{'id':1,'result':" + at(7) + ",'error':null}");
    assertEquals(1, kept.count());
  }

  @Test
  void eachIsSetAgainWhereItWasAndWhatCannotBeIsNamed() throws Exception {
    keep(1, at(41));
    keep(2, at(55).replace("'id':1", "'id':2").replace("greet", "gone"));
    keep(3, at(60).replace("'id':1", "'id':3"));
    try (ScriptedDelve delve = new ScriptedDelve(this::answer)) {
      assertEquals(
          List.of("main.go:55 (the line is now in main.greet)", "main.go:60 (no code there)"),
          kept.setAgain(delve));
      assertEquals(3, set.size());
      assertEquals("n == 1", set.getFirst().at("Cond").textOrEmpty());
      assertEquals("/src/main.go", set.getFirst().at("file").textOrEmpty());
      assertEquals(Document.nothing(), set.getFirst().at("addrs"));
      assertEquals(1, kept.count());
    }
  }

  private String answer(String method, Document argument) {
    if (method.equals("CreateBreakpoint")) {
      Document wanted = argument.at("Breakpoint");
      set.add(wanted);
      String line = wanted.at("line").textOrEmpty();
      return line.equals("60")
          ? "error: no code there"
          : at(Integer.parseInt(line)).replace('\'', '"');
    }
    return method.equals("State") ? "{\"State\": {\"Running\": false}}" : "{}";
  }

  private void keep(int call, String result) {
    asked("{'method':'RPCServer.CreateBreakpoint','params':[{}],'id':%d}".formatted(call));
    answered("{'id':%d,'result':%s,'error':null}".formatted(call, result));
  }

  private static String at(int line) {
    return ("{'Breakpoint':{'id':1,'name':'','addrs':[77],'file':'/src/main.go','line':%d,"
            + "'functionName':'main.greet','Cond':'n == 1','continue':false}}")
        .formatted(line);
  }

  private void asked(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    editor.asked(bytes, 0, bytes.length);
  }

  private void answered(String json) {
    byte[] bytes = (json.replace('\'', '"') + "\n").getBytes(UTF_8);
    editor.answered(bytes, 0, bytes.length);
  }
}
