import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.javarosa.core.model.CoreModelModule;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.reference.RootTranslator;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.PrototypeManager;
import org.javarosa.core.services.storage.StorageManager;
import org.javarosa.core.services.storage.util.DummyIndexedStorageUtility;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.model.xform.XPathReference;
import org.javarosa.xform.parse.XFormParser;
import org.javarosa.xform.util.XFormUtils;

/**
 * Judges forms with the engine ODK Collect uses. Requests arrive as JSON lines on standard input and each
 * gets one JSON line on standard output:
 *
 * <pre>
 * {"form": "path.xml", "media": "folder or absent"}  -> {"ok": true}
 * {"instance": "&lt;data ...&gt;", "fresh": false}   -> {"nodes": [...]} in document order
 * {"typed": [["/data/x", "answer"], ...]}           -> {"nodes": [...]}: a new form, filled in by hand
 * </pre>
 *
 * An instance is filled in as Collect reopens a saved form: values first, then every calculation, relevance
 * and constraint is worked out. "fresh" reads the form anew; without it the parsed form is used again.
 */
public final class JavaRosaRunner {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static File media = new File(".");
    private static Path formPath;
    private static FormDef form;
    private static TreeElement pristine;

    private JavaRosaRunner() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err);
        PrototypeManager.registerPrototypes(JavaRosaCoreModule.classNames);
        PrototypeManager.registerPrototypes(CoreModelModule.classNames);
        new XFormsModule().registerModule();
        StorageManager.setStorageFactory((name, type) -> new DummyIndexedStorageUtility<>());
        PropertyManager.initDefaultPropertyManager();
        serveMedia();
        BufferedReader requests =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            answers.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
        }
    }

    private static ObjectNode answer(JsonNode request) {
        try {
            if (request.has("form")) {
                formPath = Path.of(request.get("form").asText());
                media = request.has("media") ? new File(request.get("media").asText()) : new File(".");
                load();
                return JSON.createObjectNode().put("ok", true);
            }
            if (request.path("fresh").asBoolean(false)) {
                load();
            }
            if (request.has("typed")) {
                return type(request.get("typed"));
            }
            return evaluate(request.get("instance").asText());
        } catch (Exception | StackOverflowError problem) {
            return JSON.createObjectNode().put("error", String.valueOf(problem));
        }
    }

    private static void load() throws Exception {
        try (InputStream source = Files.newInputStream(formPath)) {
            form = XFormUtils.getFormFromInputStream(source);
        }
        pristine = form.getInstance().getRoot().deepCopy(true);
    }

    private static ObjectNode evaluate(String instance) throws IOException {
        byte[] bytes = instance.getBytes(StandardCharsets.UTF_8);
        TreeElement saved = XFormParser.restoreDataModel(bytes, null).getRoot();
        TreeElement root = pristine.deepCopy(true);
        root.populate(saved, form);
        form.getInstance().setRoot(root);
        form.initialize(false, new InstanceInitializationFactory());
        return description();
    }

    /** Opens a new form and types answers one after the other, so that events fire as on a phone. */
    private static ObjectNode type(JsonNode answers) throws Exception {
        load();
        form.initialize(true, new InstanceInitializationFactory());
        for (JsonNode answer : answers) {
            TreeReference place = XPathReference.getPathExpr(answer.get(0).asText()).getReference();
            for (int level = 0; level < place.size(); level++) {
                place.setMultiplicity(level, 0);
            }
            String text = answer.get(1).asText();
            form.setValue(text.isEmpty() ? null : new StringData(text), place, true);
        }
        return description();
    }

    private static ObjectNode description() {
        ArrayNode nodes = JSON.createArrayNode();
        describe(form.getInstance().getRoot(), "", nodes);
        ObjectNode result = JSON.createObjectNode();
        result.set("nodes", nodes);
        return result;
    }

    private static void describe(TreeElement element, String parent, ArrayNode nodes) {
        if (element.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        String position = element.isRepeatable() ? "[" + (element.getMult() + 1) + "]" : "";
        String path = parent + "/" + element.getName() + position;
        ObjectNode node = nodes.addObject();
        node.put("path", path);
        node.put("relevant", element.isRelevant());
        if (element.isLeaf() && !element.isRepeatable()) {
            IAnswerData value = element.getValue();
            node.put("value", value == null ? "" : value.uncast().getString());
            node.put("required", element.isRequired());
            node.put("constraint", value == null || form.evaluateConstraint(element.getRef(), value));
            return;
        }
        for (int i = 0; i < element.getNumChildren(); i++) {
            describe(element.getChildAt(i), path, nodes);
        }
    }

    private static void serveMedia() {
        ReferenceManager manager = ReferenceManager.instance();
        manager.addReferenceFactory(new MediaFactory());
        manager.addRootTranslator(new RootTranslator("jr://file-csv/", "jr://media/"));
        manager.addRootTranslator(new RootTranslator("jr://file/", "jr://media/"));
    }

    private static final class MediaFactory implements ReferenceFactory {
        @Override
        public boolean derives(String uri) {
            return uri.startsWith("jr://media/");
        }

        @Override
        public Reference derive(String uri) {
            return new MediaReference(uri);
        }

        @Override
        public Reference derive(String uri, String context) {
            return new MediaReference(uri);
        }
    }

    private static final class MediaReference implements Reference {
        private final String uri;

        MediaReference(String uri) {
            this.uri = uri;
        }

        private File file() {
            return new File(media, uri.substring("jr://media/".length()));
        }

        @Override
        public boolean doesBinaryExist() {
            return file().exists();
        }

        @Override
        public InputStream getStream() throws IOException {
            return new FileInputStream(file());
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return file().getAbsolutePath();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FileOutputStream(file());
        }

        @Override
        public void remove() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
