/// Texts about programs.
extension Phrase {
    private static func listed(_ names: [String]) -> Localized {
        let shown = names.prefix(8).map { "`\($0)`" }
        let isCut = names.count > 8
        return Localized(
            shown.joined(separator: ", ") + (isCut ? ", …" : ""), shown.joined(separator: "、") + (isCut ? "……" : ""))
    }

    private static func given(_ given: ProgramNames.Given) -> Localized {
        switch given {
        case .input: Localized("an input", "输入")
        case .target: Localized("a target", "目标值")
        case .parameter: Localized("a parameter", "参数")
        }
    }

    static func programProblem(_ problem: ProgramError.Problem) -> Localized {
        lineProblem(problem) ?? nameProblem(problem) ?? functionProblem(problem) ?? loopProblem(problem)
            ?? Localized("this line cannot be read", "无法读取这一行")
    }

    private static func lineProblem(_ problem: ProgramError.Problem) -> Localized? {
        switch problem {
        case .expression(let problem): return expressionProblem(problem)
        case .indentationNotSpaces:
            return Localized("a line is indented with spaces only; replace this character", "缩进只能用空格；请替换这个字符")
        case .indentation(let spaces, let expected):
            return Localized(
                "this line has \(spaces) spaces before it where \(expected) are expected; only the lines below a `for` stand further in",
                "这一行前有 \(spaces) 个空格，而此处应为 \(expected) 个；只有 `for` 下面的行才缩进")
        case .emptyBlock:
            return Localized(
                "the loop repeats nothing; indent the lines that it repeats below it", "循环没有内容；请把要重复的行缩进写在它下面")
        case .functionBlock:
            return Localized(
                "a function is one line, `def f(x) = expression`; this line below it does not belong to it",
                "函数写成一行：`def f(x) = 表达式`；它下面缩进的这一行不属于它")
        case .tooDeep(let limit):
            return Localized(
                "loops are nested too deeply: at most \(limit) inside each other", "循环嵌套过深：最多 \(limit) 层")
        case .comparison(let sign):
            let hint = sign == "==" ? Localized("; a value is given with `=`", "；赋值用 `=`") : Localized(same: "")
            return Localized(
                "a program computes and does not compare, so `\(sign)` has no place in it; `max`, `min`, `abs` and `relu` choose between values\(hint.english)",
                "程序只计算、不比较，不能使用 `\(sign)`；要在数值之间选择，可用 `max`、`min`、`abs` 和 `relu`\(hint.chinese)")
        case .augmented(let sign):
            return Localized(
                "every name gets its value once; in place of `c \(sign) …` give the new value a new name: `c1 = c \(sign.dropLast()) …`",
                "每个名称只赋值一次；请不要写 `c \(sign) …`，而用新名称表示新值：`c1 = c \(sign.dropLast()) …`")
        case .secondAssignment:
            return Localized("one line gives one name its value; delete the second `=`", "一行只给一个名称赋值；请删去第二个 `=`")
        case .semicolon:
            return Localized("one line holds one assignment; begin a new line in place of `;`", "一行只写一个赋值；请换行，不用 `;`")
        case .missingExpression:
            return Localized("an expression is missing here, such as `w * x + b`", "这里缺少表达式，例如 `w * x + b`")
        default: return nil
        }
    }

    private static func nameProblem(_ problem: ProgramError.Problem) -> Localized? {
        switch problem {
        case .reservedName(let name):
            return Localized(
                "`\(name)` has a meaning of its own; choose another name, `\(name)1` say",
                "`\(name)` 另有含义；请换一个名称，例如 `\(name)1`")
        case .tooLongName(let limit):
            return Localized("this name is too long: at most \(limit) characters", "名称太长：最多 \(limit) 个字符")
        case .usedBeforeAssignment(let name, let line):
            return Localized(
                "`\(name)` has no value yet: line \(line) gives it one; move that line above this one",
                "`\(name)` 此时还没有值：它在第 \(line) 行才被赋值；请把那一行移到这一行之前")
        case .usedInOwnAssignment(let name):
            return Localized(
                "`\(name)` has no value yet: this very line gives it one; start from another name",
                "`\(name)` 此时还没有值：正是这一行给它赋值；请从另一个名称开始")
        case .unknownName(let name, let nearest):
            return nearest.map {
                Localized("there is no value `\(name)`; did you mean `\($0)`?", "没有名为 `\(name)` 的值；是否想写 `\($0)`？")
            }
                ?? Localized(
                    "there is no value `\(name)`; assign it above, or list it under `parameters` or `inputs`",
                    "没有名为 `\(name)` 的值；请在前面给它赋值，或列在 `parameters` 或 `inputs` 中")
        case .unknownIndex(let name, let known):
            let known = listed(known)
            return Localized(
                "`\(name)` has no value; there are \(known.english)", "`\(name)` 没有值；已有的是 \(known.chinese)")
        case .functionWithoutBrackets(let name):
            return Localized("`\(name)` is a function; write `\(name)(…)`", "`\(name)` 是函数；请写 `\(name)(…)`")
        case .quantityOfRun(let name):
            return Localized(
                "`\(name)` is a quantity of the run, and a program cannot ask for it; it computes from inputs and parameters alone",
                "`\(name)` 是运行过程中的量，程序中不能使用；程序只能由输入和参数计算")
        case .assignedTwice(let name, let line):
            return Localized(
                "`\(name)` has its value from line \(line) already; give this one a new name",
                "`\(name)` 已在第 \(line) 行赋值；请给这个值另取名称")
        case .assignedInEveryRound(let name, let variable):
            return Localized(
                "`\(name)` would get a value in every round of the loop; give it an index, `\(name)[\(variable)]`",
                "循环的每一轮都会给 `\(name)` 赋值；请加上下标：`\(name)[\(variable)]`")
        case .assignsGiven(let name, let kind):
            let kind = given(kind)
            return Localized(
                "`\(name)` is \(kind.english) and has its value already; choose another name",
                "`\(name)` 是\(kind.chinese)，已经有值；请换一个名称")
        case .assignsFunction(let name):
            return Localized("`\(name)` is a function's name already; choose another", "`\(name)` 已是函数的名称；请换一个")
        case .assignsLoopVariable(let name):
            return Localized(
                "`\(name)` counts the rounds of this loop; choose another name", "`\(name)` 是这个循环的计数变量；请换一个名称")
        case .assignsL(let losses):
            let losses = listed(losses)
            return Localized(
                "`L` is kept for the loss, which is \(losses.english) here; choose another name",
                "`L` 专指损失，而这里的损失是 \(losses.chinese)；请换一个名称")
        case .callAssigned(let name):
            return Localized(
                "a function is defined with `def \(name)(…) = …`; a value with an index is written `\(name)[…]`",
                "定义函数写作 `def \(name)(…) = …`；带下标的值写作 `\(name)[…]`")
        default: return nil
        }
    }

    private static func functionProblem(_ problem: ProgramError.Problem) -> Localized? {
        switch problem {
        case .functionInLoop:
            return Localized("a function is defined once: move this line above the loop", "函数只定义一次：请把这一行移到循环之前")
        case .functionNameTaken(let name):
            return Localized("`\(name)` means something already; give the function another name", "`\(name)` 已有含义；请给函数另取名称")
        case .argumentNameTaken(let name):
            return Localized(
                "`\(name)` means something already; give the argument another name", "`\(name)` 已有含义；请给这个自变量另取名称")
        case .argumentTwice(let name):
            return Localized("two arguments are called `\(name)`; rename one", "有两个自变量都叫 `\(name)`；请改其中一个")
        case .recursion(let name):
            return Localized(
                "`\(name)` calls itself, which would never end; repeat with `for`", "`\(name)` 调用了自身，永远不会结束；请用 `for` 重复")
        case .calledBeforeDefinition(let name, let line):
            return Localized(
                "the function `\(name)` is defined on line \(line) only; move its definition above this line",
                "函数 `\(name)` 到第 \(line) 行才定义；请把它的定义移到这一行之前")
        case .notInFunction(let name):
            return Localized(
                "a function knows its arguments and the model's parameters, not `\(name)`; make it an argument",
                "函数中只能用它的自变量和模型的参数，不能用 `\(name)`；请把它作为自变量传入")
        default: return nil
        }
    }

    private static func loopProblem(_ problem: ProgramError.Problem) -> Localized? {
        switch problem {
        case .notARange:
            return Localized("a loop is written `for t in 1..5`", "循环写作 `for t in 1..5`")
        case .rangeCall:
            return Localized("write the first and the last number: `for t in 1..5`", "请写出第一个和最后一个数：`for t in 1..5`")
        case .boundNotWhole:
            return Localized(
                "a loop counts between whole numbers that are known here, such as 5, or `t - 1` inside a loop over t",
                "循环的边界应是已知的整数，例如 5，或在对 t 的循环内用 `t - 1`")
        case .descendingRange(let first, let last):
            return Localized(
                "\(first)..\(last) runs backwards; a loop counts upwards: write \(last)..\(first), and count down with an index such as h[\(first + last) - t]",
                "\(first)..\(last) 是递减的；循环只能递增：请写 \(last)..\(first)，倒数可用下标，例如 h[\(first + last) - t]")
        case .loopVariableTaken(let name):
            return Localized(
                "`\(name)` means something already; let the loop count with another name", "`\(name)` 已有含义；请给循环换一个计数变量")
        case .tooManyRounds(let limit):
            return Localized(
                "the loop, with those inside it, has more than \(limit) rounds; each takes a node at least, and \(limit) are the most that can be stepped through",
                "循环连同其内层循环超过 \(limit) 轮；每轮至少需要一个节点，而最多只能单步执行 \(limit) 个节点")
        case .tooManyNodes(let limit):
            return Localized(
                "with this line the program has more than \(limit) nodes, which is the most that can be stepped through",
                "到这一行，程序已超过 \(limit) 个节点，这是可以单步执行的上限")
        case .tooManyOperators(let limit):
            return Localized(
                "written out, with the functions put in, this has more than \(limit) operators; divide it into several lines",
                "把函数代入展开后，这里的运算符超过 \(limit) 个；请分成几行写")
        default: return nil
        }
    }
}
