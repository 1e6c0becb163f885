import CommandLanguage
import GradientComparison

// The help pages.
extension Phrase {
    static let programAbstract = Localized(
        "A step-through debugger for backpropagation, in the terminal.", "终端里的反向传播单步调试器。")
    static let programDiscussion = Localized(
        """
        Open a small network and step through its training, forwards and backwards, one multiplication or one epoch at \
        a time. Every z, a, δ, gradient and update is shown with the formula and the numbers that made it.

        Without a command the walkthrough opens on the 2-2-1 lesson: → steps, ← steps back, Enter goes on in the lesson, \
        m lists all lessons, ? lists the keys, q leaves.

          backstep                            the walkthrough, on the 2-2-1 lesson
          backstep what-a-gradient-is         the first lesson of the course
          backstep explain gradient           what a word means
          backstep walk --plain my.yaml       line by line, without a full screen
          backstep run my.yaml                train, and print losses and parameters
          backstep compare my.yaml            are the gradients right?

        FILE is a lesson's name, as `backstep lessons` lists them, or the path of a model or lesson (YAML).

        Results go to standard output, messages to standard error. Exit status: 0 done, 1 a check failed, 2 the call or \
        the file was wrong, 130 interrupted. NO_COLOR, LANG, TERM, XDG_STATE_HOME (where progress is kept), BACKSTEP_LANG (en or zh) and \
        BACKSTEP_LESSONS (a folder) are honoured.
        """,
        """
        打开一个小网络，逐步走完它的训练：可前进，可后退，一步可以是一次乘法，也可以是一轮。每个 z、a、δ、梯度和更新都\
        附有公式和代入的数字。

        不写命令时，在 2-2-1 课程上打开逐步演示：→ 前进，← 后退，回车继续课程，m 列出全部课程，? 查看按键，q 退出。

          backstep                            逐步演示，2-2-1 课程
          backstep what-a-gradient-is         从第一课学起
          backstep explain 梯度               一个术语的意思
          backstep walk --plain my.yaml       逐行进行，不用全屏
          backstep run my.yaml                训练，并打印损失和参数
          backstep compare my.yaml            梯度对不对？

        FILE 是课程名（backstep lessons 列出全部），或模型、课程文件（YAML）的路径。

        结果写到标准输出，消息写到标准错误。退出状态：0 完成，1 有检查不成立，2 命令或文件有误，130 被中断。\
        可用环境变量：NO_COLOR、LANG、TERM、XDG_STATE_HOME（学习进度存于其中）、BACKSTEP_LANG（en 或 zh）、BACKSTEP_LESSONS（文件夹）。
        """)
    static let languageHelp = Localized("The language, in place of the environment's.", "使用的语言，代替环境变量的设置。")
    static let formatHelp = Localized("Text for people or JSON for programs.", "text 供人阅读，json 供程序读取。")
    static let fileHelp = Localized("A lesson's name, or the path of a model or lesson.", "课程名，或模型、课程文件的路径。")

    static let walkAbstract = Localized("Step through a model or lesson by hand.", "亲手逐步走过一个模型或课程。")
    static let walkDiscussion = Localized(
        """
        → and ← step forwards and backwards, + and - change how much one step executes, : takes a command, ? lists keys \
        and commands.

          backstep walk two-two-one-sigmoid --at "epoch 2"
          printf 'step 3\\nprint delta(h1)\\n' | backstep walk my.yaml --plain
        """,
        """
        → 和 ← 前进、后退，+ 和 - 改变一步执行多少，: 输入命令，? 列出按键和命令。

          backstep walk two-two-one-sigmoid --at "epoch 2"
          printf 'step 3\\nprint delta(h1)\\n' | backstep walk my.yaml --plain
        """)
    static let plainHelp = Localized(
        "Line by line, for screen readers, simple terminals and pipes; help lists the commands.",
        "逐行进行，适合读屏软件、简单终端和管道；help 列出命令。")
    static let atHelp = Localized(
        "Begin there: a position's number, \"delta(h1)\", \"epoch 3 sample 1 backward h1\".",
        "从那里开始：位置编号、\"delta(h1)\"、\"epoch 3 sample 1 backward h1\"。")
    static let walkCommandsHelp = Localized(
        "Run the commands in this file first, one a line; # begins a comment.", "先执行此文件中的命令，每行一条；# 开始注释。")

    static let playAbstract = Localized(
        "Play a lesson by itself; --headless prints it and checks it.", "自动播放课程；--headless 打印并检查它。")
    static let playDiscussion = Localized(
        """
        Each step stays as long as its text takes to read; a question waits for an answer for a while, then shows it. \
        Space pauses, → and ← go one step on and back, + and - change the speed, a number and Enter jump to a step, \
        q leaves. A lesson of the course goes on another time where it was left; Home then begins it again.

        With --headless every step's text is printed with what it executed and its checks; the first check that fails \
        ends it with status 1. A recording made with --headless shows what would have been on a screen of --size.

        A recording has a marker at each step, and holds nothing but what was on the screen.

          backstep play two-two-one-linear --speed 1.5
          backstep play two-two-one-linear --record lesson.cast
          backstep play two-two-one-linear --headless --lang zh
        """,
        """
        每一步停留的时间取决于读完文字要多久；有提问时等待回答，过一会儿再给出答案。空格暂停，→ 和 ← 前进、后退一步，\
        + 和 - 改变速度，输入数字再按回车跳到某一步，q 退出。目录中的课程下次从离开的那一步继续，此时按 Home 则从头开始。

        加 --headless 时打印每一步的文字、执行的结果和检查；第一个不成立的检查以状态 1 结束。这时的记录是大小为 --size 的屏幕上本应显示的内容。

        记录文件在每一步都有标记，只含屏幕上出现过的内容。

          backstep play two-two-one-linear --speed 1.5
          backstep play two-two-one-linear --record lesson.cast
          backstep play two-two-one-linear --headless --lang zh
        """)
    static let speedHelp = Localized("How many times faster than usual, from 0.1 to 10.", "速度是平常的几倍，从 0.1 到 10。")
    static let sizeHelp = Localized(
        "With --headless: columns and rows of the recorded screen.", "与 --headless 合用：所记录屏幕的列数和行数。")
    static let recordHelp = Localized("Record the screen to this file (asciicast).", "把屏幕记录到此文件（asciicast 格式）。")
    static let castVersionHelp = Localized("The recording's format, 2 or 3.", "记录的格式，2 或 3。")
    static let overwriteHelp = Localized("Replace a recording that exists already.", "覆盖已有的记录文件。")
    static let lessonHelp = Localized("A lesson's name or path.", "课程名或路径。")
    static let headlessHelp = Localized("Print the lesson and check every expect.", "打印课程，并检查每个 expect。")

    static let runAbstract = Localized("Train at full speed; print losses and parameters.", "全速训练，打印损失和参数。")
    static let runDiscussion = Localized(
        """
        An epoch's loss is the mean of its batch losses, each taken before its own update. Ctrl-C stops and prints what \
        there is (status 130).

          backstep run two-two-one-sigmoid --until "L < 0.01"
          backstep run my.yaml --format json

        JSON: {"epochs":[{"epoch":1,"loss":…}],"parameters":{"w11":…}}; numbers read back to the same bits, and those \
        that are not finite are the strings "inf", "-inf" and "nan".
        """,
        """
        一轮的损失是各批损失的平均，每批损失都取在该批更新之前。Ctrl-C 停止并打印已有的结果（状态 130）。

          backstep run two-two-one-sigmoid --until "L < 0.01"
          backstep run my.yaml --format json

        JSON：{"epochs":[{"epoch":1,"loss":…}],"parameters":{"w11":…}}；数字读回后逐位相同，非有限的数写成字符串 "inf"、"-inf"、"nan"。
        """)
    static let untilHelp = Localized(
        "Stop after the first batch after which this holds, such as \"L < 0.01\".", "某批之后此条件成立就停止，例如 \"L < 0.01\"。")
    static let runCommandsHelp = Localized(
        "Carry out the commands in this file first and print what they answer; `set` holds for the training, `quit` ends without it.",
        "先执行此文件中的命令并打印结果；set 对训练有效，quit 则不再训练。")
    static let everyHelp = Localized("Print every so many epochs, in place of some twenty.", "每隔多少轮打印一行，代替约二十行。")

    static let traceAbstract = Localized("Print every step of the run, one a line.", "逐行打印训练的每一步。")
    static let traceDiscussion = Localized(
        """
        At zooms coarser than quantity, the last quantity of each unit is printed.

          backstep trace two-two-one-linear --epochs 1
          backstep trace my.yaml --zoom operation --from "epoch 2" --to "epoch 3"
          backstep trace my.yaml --format json | head

        JSON, an object a line: {"position":3,"address":["epoch 1","batch 1","sample 1","forward","hidden","h1","z"],\
        "name":"z(h1)","value":0.52,"formula":"w11·x1 + …","substituted":"0.2·0.5 + …"}; updates add "before". The \
        position is the one at which the value exists.
        """,
        """
        粒度比 quantity 粗时，打印每个单元的最后一个量。

          backstep trace two-two-one-linear --epochs 1
          backstep trace my.yaml --zoom operation --from "epoch 2" --to "epoch 3"
          backstep trace my.yaml --format json | head

        JSON，每行一个对象：{"position":3,"address":["epoch 1","batch 1","sample 1","forward","hidden","h1","z"],\
        "name":"z(h1)","value":0.52,"formula":"w11·x1 + …","substituted":"0.2·0.5 + …"}；更新另有 "before"。\
        position 是该值算出后的位置。
        """)
    static let zoomHelp = Localized(
        "One line per operation, quantity, neuron, layer, pass, sample, batch or epoch.",
        "每行一个 operation、quantity、neuron、layer、pass、sample、batch 或 epoch。")
    static let fromHelp = Localized("Begin at this position.", "从此位置开始。")
    static let toHelp = Localized("End at this position.", "到此位置结束。")
    static let traceEpochsHelp = Localized("End after so many epochs of the run.", "到第几轮末尾结束。")

    static let compareAbstract = Localized(
        "Hold the gradients of backpropagation against numeric ones.", "把反向传播的梯度与数值梯度对照。")
    static let compareDiscussion = Localized(
        """
        Each parameter's gradient is held against the slope of the loss, got without a backward pass. What is compared is \
        the loss of one batch, by default the first; for an input or a node, that of one sample. Status 1 when a gradient \
        disagrees.

          backstep compare two-two-one-sigmoid
          backstep compare two-two-one-sigmoid "delta(h1)" --method complex
          backstep compare my.yaml --at "epoch 10" --format json
          backstep compare my.yaml --against gradients.json
          backstep compare my.yaml --against w.safetensors --as updated --at "epoch 2"

        How PyTorch, Keras, JAX and NumPy write such files is shown in the README, "Your own program's gradients".

        \(methods(.english))
        """,
        """
        把每个参数的梯度与损失的斜率对照，后者不经反向传播求得。对照的是一批的损失，默认第一批；输入或结点则取一个样本的损失。\
        有梯度不一致时状态为 1。

          backstep compare two-two-one-sigmoid
          backstep compare two-two-one-sigmoid "delta(h1)" --method complex
          backstep compare my.yaml --at "epoch 10" --format json
          backstep compare my.yaml --against gradients.json
          backstep compare my.yaml --against w.safetensors --as updated --at "epoch 2"

        PyTorch、Keras、JAX、NumPy 怎样写出这样的文件，见 README 的“自己程序的梯度”。

        \(methods(.chinese))
        """)

    /// A method's name, and below it its formula, which together are too long for a line.
    private static func methods(_ language: Language) -> String {
        NumericMethod.allCases.map { method in
            let name = method.rawValue + String(repeating: " ", count: max(1, 12 - method.rawValue.count))
            return "  \(name)\(Phrase.name(of: method)[language])\n" + String(repeating: " ", count: 14) + formula(of: method)[language]
        }.joined(separator: "\n")
    }

    static let compareQuantityHelp = Localized(
        "Compare one quantity: w11, x1, delta(h1). Without it, all parameters.", "只对照一个量：w11、x1、delta(h1)；不写则对照全部参数。")
    static let compareMethodHelp = Localized(
        "\(NumericMethod.allCases.map(\.rawValue).joined(separator: ", ")); by default central.",
        "\(NumericMethod.allCases.map(\.rawValue).joined(separator: "、"))；默认 central。")
    static let comparePerturbationHelp = Localized(
        "The perturbation h, the same for all; by default it is chosen for each.", "扰动 h，对所有量相同；默认逐个选取。")
    static let mutateNeedsName = Localized(
        "--mutate takes a mistake's name, such as \"sign-flipped hidden\"; the command mutate lists them all",
        "--mutate 后面要写错误的名字，如 \"sign-flipped hidden\"；命令 mutate 列出全部")

    static let mutateHelp = Localized(
        "Break a rule of the program first: \"sign-flipped hidden\", \"update-ascends\", as the command mutate does.",
        "先弄错程序的一条规则，如 \"sign-flipped hidden\"、\"update-ascends\"，同命令 mutate。")
    static let compareAgainstHelp = Localized(
        "Hold the numbers of another program against this one's, and name the mistake that explains them: JSON, CSV, .npz, .npy or safetensors; several files are taken together.",
        "把另一程序算出的数与本程序对照，并指出能解释它们的错误。可读 JSON、CSV、.npz、.npy、safetensors；可给多个文件。")
    static let compareMapHelp = Localized(
        "What a name of that file is in the model: w11=dense.kernel[0,0], hidden.weights=0.weight, hidden.biases=0.bias; or how its square matrices are meant, targets-first or sources-first. May be given several times.",
        "该文件中的名字对应模型中的什么：w11=dense.kernel[0,0]、hidden.weights=0.weight、hidden.biases=0.bias；或方阵如何排列：targets-first（先目标）、sources-first（先来源）。可多次给出。")
    static let compareAsHelp = Localized(
        "What the numbers of that file are, where it does not say: gradients, parameters (before any update) or updated (after one).",
        "文件没有注明时，其中的数是什么：gradients（梯度）、parameters（更新前的参数）、updated（一次更新后的参数）。")
    static let compareAfterHelp = Localized(
        "They are the parameters after so many updates, counted from --at.", "它们是多少次更新之后的参数，从 --at 处数起。")
    static let compareTemplateHelp = Localized("Write such a file to fill in.", "写出一份待填的样板。")
    static let compareAtHelp = Localized("Compare the batch at this position.", "对照此位置所在的批。")

    static let explainAbstract = Localized("Explain a word of the field, with its formula.", "解释一个术语，附公式。")
    static let explainDiscussion = Localized(
        """
        The walkthrough knows the same words: there, type : and explain WORD.

          backstep explain learning rate
          backstep explain                    all words
        """,
        """
        逐步演示中也能查：先按 :，再输入 explain 术语。

          backstep explain 学习率
          backstep explain                    全部术语
        """)
    static let wordHelp = Localized("A word, a symbol or a quantity; without one, all of them.", "术语、符号或量；不写则列出全部。")

    static let lessonsAbstract = Localized(
        "List the lessons and how far you are; lessons check tries files, lessons new begins one.",
        "列出课程和学习进度；lessons check 检查文件，lessons new 新建课程。")
    static let lessonsDiscussion = Localized(
        """
        Their order and groups are those of the folder's course.yaml; a lesson that it does not name comes last. The \
        folder is BACKSTEP_LESSONS, or share/backstep/lessons or lessons beside the program or above it, or above \
        the current directory.

        ✓ is a lesson done; step 6/14 is where you stopped in one, and where it goes on when you open it. This is kept \
        in progress.json in $XDG_STATE_HOME/backstep, or else in ~/.local/state/backstep, by the walkthrough only, for \
        the lessons of this list only.

          backstep lessons --reset              forget all of it
          backstep lessons --reset one-update   forget one lesson
        """,
        """
        顺序和分组取自文件夹中的 course.yaml，其中没有列出的课程排在最后。课程文件夹为 BACKSTEP_LESSONS；否则依次在程序所在位置及其上层、当前目录及其上层寻找 share/backstep/lessons 或 lessons。

        ✓ 表示已学完；“第 6/14 步”是上次停下的地方，再打开时从那里继续。学习进度只由逐步演示记录，只记录此列表中的课程，保存在 \
        $XDG_STATE_HOME/backstep 中的 progress.json；没有设置该变量时在 ~/.local/state/backstep 中。

          backstep lessons --reset              忘掉全部进度
          backstep lessons --reset one-update   忘掉一课
        """)
    static let lessonsCheckAbstract = Localized(
        "Check files, and play their lessons.", "检查文件，并播放其中的课程。")
    static let lessonsCheckDiscussion = Localized(
        """
        Every mistake of every file is shown with its line and column, and what is left to mend in a lesson: a check that \
        fails or comes before its value, a step that changes nothing, a number that no check holds, a text that \
        lacks a language or does not fit 80×24, odd characters. Status 2 when a file is wrong, 1 when there is something \
        to mend. With --format json each is an object on a line of its own: file, line, column, kind, message.

          backstep lessons check              all lessons that come with Backstep
          backstep lessons check my-lesson.yaml
        """,
        """
        显示每个文件的全部错误及其行列，以及课程中待改之处：检查不成立、检查早于它的值、什么也没改变的步骤、没有检查核对的数、缺一种语言或在 \
        80×24 下放不下的文字、异常字符。文件有误时状态为 2，有待改之处时为 1。加 --format json 则每处输出一行对象：file、line、column、kind、message。

          backstep lessons check              自带的全部课程
          backstep lessons check my-lesson.yaml
        """)
    static let checkedFilesHelp = Localized(
        "Names or paths; without any, all lessons that come with Backstep.", "课程名或路径；不写则检查自带的全部课程。")
}
