package dev.streamlane.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The Javadoc of interfaces and their methods as Markdown, in the order of the sources. */
final class Javadoc {
    private final Map<String, String> texts = new LinkedHashMap<>();

    private Javadoc() {}

    /** Reads sources. */
    static Javadoc of(Path... sources) throws IOException {
        Javadoc javadoc = new Javadoc();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(sources));
            Reader reader = javadoc.new Reader(DocTrees.instance(task));
            task.parse().forEach(unit -> reader.scan(unit, ""));
        }
        return javadoc;
    }

    /** What stands with an interface. */
    String of(Class<?> type) {
        return texts.get(type.getSimpleName());
    }

    /** What stands with a method. */
    String of(Method method) {
        return texts.get(name(method));
    }

    /** Where a method stands among all there are. */
    int place(Method method) {
        return new ArrayList<>(texts.keySet()).indexOf(name(method));
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    private final class Reader extends TreePathScanner<Void, String> {
        private final DocTrees docs;

        Reader(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public Void visitClass(ClassTree type, String outer) {
            read(type.getSimpleName().toString(), getCurrentPath());
            return super.visitClass(type, type.getSimpleName().toString());
        }

        @Override
        public Void visitMethod(MethodTree method, String type) {
            read(type + "." + method.getName(), getCurrentPath());
            return null;
        }

        private void read(String name, TreePath path) {
            DocCommentTree comment = docs.getDocCommentTree(path);
            if (comment != null) {
                texts.put(
                        name,
                        comment.getFullBody().stream()
                                .map(Javadoc::markdown)
                                .collect(Collectors.joining())
                                .replaceAll("\\s+", " ")
                                .replace("|", "\\|"));
            }
        }
    }

    private static String markdown(DocTree tree) {
        if (tree instanceof TextTree text) {
            return text.getBody();
        }
        if (tree instanceof LiteralTree code) {
            return "`" + code.getBody().getBody() + "`";
        }
        if (tree instanceof LinkTree link) {
            return "`" + kebab(link.getReference().getSignature()) + "`";
        }
        throw new IllegalArgumentException("no Markdown for " + tree);
    }

    /** The key of a method that is linked to: {@code #maxBatch()} is {@code max-batch}. */
    private static String kebab(String reference) {
        return reference
                .replaceAll("^.*#|\\(\\)$", "")
                .replaceAll("([A-Z])", "-$1")
                .toLowerCase(Locale.ROOT);
    }
}
