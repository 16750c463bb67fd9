"""The reader's hands: how each kind of control is moved, and what it should be set to then.

- Moves of a control. (BY_MOUSE, BY_KEYBOARD: one row per kind of control)
- Moves of a handle in a panel. (drag_handle, nudge_handle)
- Make moves, and compare values and drawing with NumPy. (follow, moves_the_picture)

A move is made by resuming a generator, which then yields the values that are wanted: name → (value, tolerance).
"""

import json
import math

import numpy as np

EXACT = 5e-6  # relative: values of logarithmic sliders have six digits


def follow(live, moves, thorough=False):
    """Make the moves; after each of them the values must be those wanted. Returns all drawings that were seen.

    The drawing is compared with NumPy's before and after the first move and after the last; after every move if
    `thorough`.
    """
    history = [live.compare()]
    is_seen = True
    for number, wanted in enumerate(moves):
        is_seen = thorough or number == 0
        values = live.values()
        if is_seen:
            seen = live.compare()
            values = seen["values"]
            history.append(live.compare_after_steps() if live.figure.state else seen)
        for name, (value, tolerance) in wanted.items():
            expect_value(live, name, values[name], value, tolerance)
    if not is_seen:
        history.append(live.compare_after_steps() if live.figure.state else live.compare())
    return history


def expect_value(live, name, got, value, tolerance):
    exact = isinstance(value, str | bool)
    same = got == value if exact else np.shape(got) == np.shape(value) and np.allclose(got, value, EXACT, tolerance)
    assert same, f"{live.figure.name}: `{name}` became {got} instead of {value}"


def moves_the_picture(live, control, hands, thorough=False):
    """Whether a control moves something that is drawn: at the start or, if nothing there, in one of the scenes."""
    for scene in ({}, *live.figure.scenes.values()):
        live.at_start().set(**scene)
        moves = hands[type(control).__name__](live, control)
        if pictures(follow(live, moves, thorough)) > 1:
            return True
    return False


def pictures(history):
    """How many different pictures were seen."""
    shown = ("panels", "readouts", "passages", "isMet")
    return len({json.dumps([seen[part] for part in shown]) for seen in history})


# ----- Numbers on a grid -----


def snapped(control, value):
    """The nearest value on the grid of a slider, within its range."""
    inside = min(max(value, control.low), control.high)
    if control.scale == "log":
        steps = math.floor(math.log10(inside / control.low) / control.step + 0.5)
        return min(max(control.low * 10 ** (steps * control.step), control.low), control.high)
    steps = math.floor((inside - control.low) / control.step + 0.5)
    return min(max(control.low + steps * control.step, control.low), control.high)


def nudged(control, value, steps):
    moved = value * 10 ** (steps * control.step) if control.scale == "log" else value + steps * control.step
    return min(max(moved, control.low), control.high)


def between(control, share):
    """The value at a share of the way along a slider."""
    if control.scale == "log":
        return control.low * (control.high / control.low) ** share
    return control.low + share * (control.high - control.low)


def share_of(control, value):
    if control.scale == "log":
        return math.log(value / control.low) / math.log(control.high / control.low)
    return (value - control.low) / (control.high - control.low)


# ----- Sliders -----


def drag_slider(live, control):
    track = live.control(control.name).locator("input[type=range]")
    box = live.bring(track)
    thumb = 1.25 * track.evaluate("(track) => parseFloat(getComputedStyle(track).fontSize)")
    length = box["width"] - thumb

    def place(share):
        return box["x"] + thumb / 2 + share * length, box["y"] + box["height"] / 2

    now = share_of(control, live.values()[control.name])
    live.page.mouse.move(*place(now))
    live.page.mouse.down()
    for share in (0.2, 0.65, 1.2):  # the last beyond the end
        live.page.mouse.move(*place(share))
        value = snapped(control, between(control, min(share, 1)))
        reach = 1.5 / length + control.step / (
            math.log10(control.high / control.low) if control.scale == "log" else control.high - control.low
        )
        near = (
            max(abs(between(control, min(max(share + side * reach, 0), 1)) - value) for side in (-1, 1))
            if share < 1
            else EXACT
        )
        yield {control.name: (value, near)}
    live.page.mouse.up()


def press_slider(live, control):
    track = live.control(control.name).locator("input[type=range]")
    live.bring(track)
    track.focus()
    value = control.low
    for key, steps in (
        ("Home", None),
        ("ArrowRight", 1),
        ("PageUp", 10),
        ("ArrowLeft", -1),
        ("End", None),
        ("Shift+ArrowLeft", -10),
    ):
        live.press(key)
        if steps is None:
            value = control.low if key == "Home" else control.high
        else:
            value = snapped(control, nudged(control, value, steps))
        yield {control.name: (value, 0)}
    yield from type_number(live, control, live.control(control.name).locator("input[type=text]"))


def type_number(live, control, field):
    """Type a number and nudge it with an arrow key."""
    value = float(f"{snapped(control, between(control, 0.4)):.5g}")
    field.fill(f"{value:g}")
    field.press("Enter")
    yield {control.name: (value, 0)}
    field.press("ArrowDown")
    yield {control.name: (nudged(control, value, -1), 0)}


# ----- Choices and switches -----


def click_choice(live, control):
    box = live.control(control.name)
    options = list(control.options)
    for number in [*range(1, len(options)), 0]:
        if box.locator("select").count():
            live.bring(box)
            box.locator("select").select_option(index=number)
        else:
            live.bring(box)
            box.locator("label").nth(number).click()
        yield {control.name: (options[number], 0)}


def press_choice(live, control):
    box = live.control(control.name)
    options = list(control.options)
    start = options.index(live.values()[control.name])
    live.bring(box)
    is_list = box.locator("select").count() > 0
    box.locator("select" if is_list else "input:checked").focus()
    ahead = (
        range(start + 1, len(options))
        if is_list
        else (i % len(options) for i in range(start + 1, start + 1 + len(options)))
    )
    for number in ahead:
        live.press("ArrowDown" if is_list else "ArrowRight")
        yield {control.name: (options[number], 0)}


def click_toggle(live, control):
    start = live.values()[control.name]
    live.bring(live.control(control.name))
    for value in (not start, start):
        live.control(control.name).locator("label").click()
        yield {control.name: (value, 0)}


def press_toggle(live, control):
    start = live.values()[control.name]
    live.control(control.name).locator("input").focus()
    for value in (not start, start):
        live.press("Space")
        yield {control.name: (value, 0)}


# ----- Matrices and points -----


def changed(values, place, number):
    copy = np.array(values, dtype=float)
    copy[place] = number
    return copy.tolist()


def drag_cells(live, control):
    """Dragging a cell up by six pixels raises it by a step; dragging far lowers it to the end of its range."""
    for place in corners_of(control):
        cell = live.control(control.name).locator("input").nth(flat(place, control))
        box = live.bring(cell)
        values = live.values()[control.name]
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        live.page.mouse.move(x, y)
        live.page.mouse.down()
        live.page.mouse.move(x, y - 18)
        raised = min(np.array(values)[place] + 3 * control.step, control.high)
        yield {control.name: (changed(values, place, raised), control.step / 2)}
        live.page.mouse.move(x, y + 2000)
        yield {control.name: (changed(values, place, control.low), 0)}
        live.page.mouse.up()


def type_cells(live, control):
    for place in corners_of(control):
        cell = live.control(control.name).locator("input").nth(flat(place, control))
        live.bring(cell)
        values = live.values()[control.name]
        number = control.low + 2 * control.step
        cell.fill(f"{number:g}")
        cell.press("Enter")
        yield {control.name: (changed(values, place, number), 0)}
        cell.press("ArrowUp")
        yield {control.name: (changed(values, place, number + control.step), 0)}


def corners_of(control):
    rows, columns = np.shape(control.start)
    return sorted({(0, 0), (rows - 1, columns - 1)})


def flat(place, control):
    return place[0] * np.shape(control.start)[1] + place[1]


def type_points(live, control):
    box = live.control(control.name)
    if box.locator("details:not([open])").count():
        box.locator("summary").click()
    fields = box.locator("input[type=text]")
    shape = np.shape(control.start)
    for index in sorted({0, 1, fields.count() - 1}):
        low, high, step = (control.x, control.y)[index % 2]
        live.bring(fields.nth(index))
        values = live.values()[control.name]
        number = float(f"{low + 0.3 * (high - low):.4g}")
        fields.nth(index).fill(f"{number:g}")
        fields.nth(index).press("Enter")
        place = np.unravel_index(index, shape)
        yield {control.name: (changed(values, place, number), 0)}
        fields.nth(index).press("ArrowUp")
        yield {control.name: (changed(values, place, min(number + step, high)), 0)}


def drag_points(live, control):
    """Points are dragged by their handles in the panels."""
    drawing = live.figure.compute(live.values())
    places = [place for place, mark in drawing.handles() if mark.options["drag"] == control.name]
    for place in places:
        yield from drag_handles(live, place)


# ----- Painting, clicking points into a panel, typing words -----


def stroked(control, values, pixels, box):
    """The cells after a click: those whose middle lies within the brush of the pointer."""
    place = (np.array(pixels) - [box["x"], box["y"]]) / [box["width"], box["height"]]
    x, y = place * [control.columns, control.rows]
    rows, columns = np.mgrid[0.5 : control.rows, 0.5 : control.columns]
    return np.where(np.hypot(columns - x, rows - y) <= control.brush, 1, values).tolist()


def sheet_of(live, control):
    """The sheet of a pad, and its box within the border."""
    sheet = live.control(control.name).locator(".dlnotes-sheet")
    live.bring(sheet)
    return sheet, sheet.evaluate("(sheet) => sheet.getBoundingClientRect().toJSON()")


def paint_pad(live, control):
    sheet, box = sheet_of(live, control)
    live.control(control.name).get_by_role("button", name="Clear").click()
    values = np.zeros((control.rows, control.columns), dtype=int).tolist()
    yield {control.name: (values, 0)}
    for share in (0.3, 0.62):
        _, box = sheet_of(live, control)
        x, y = round(box["x"] + share * box["width"]), round(box["y"] + 0.5 * box["height"])
        values = stroked(control, values, (x, y), box)
        live.page.mouse.click(x, y)
        yield {control.name: (values, 0)}
    live.control(control.name).get_by_role("button", name="Eraser").click()
    live.page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    live.page.mouse.down()
    live.page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    live.page.mouse.up()
    live.control(control.name).get_by_role("button", name="Eraser").click()
    yield {control.name: (np.zeros((control.rows, control.columns), dtype=int).tolist(), 0)}


def press_pad(live, control):
    """The keys move a cursor from the middle, paint its cell and erase it again."""
    sheet, _ = sheet_of(live, control)
    sheet.focus()
    live.press("ArrowUp")
    live.press("ArrowLeft")
    place = (control.rows // 2 - 1, control.columns // 2 - 1)
    for key, paint in (("Space", 1), ("Delete", 0), ("Space", 1)):
        wanted = np.array(live.values()[control.name])
        wanted[place] = paint
        live.press(key)
        yield {control.name: (wanted.tolist(), 0)}
    live.press("ArrowDown")
    live.press("ArrowRight")


def placing_sheet(live, control):
    """The first panel that adds points to a cloud: its number, and its box on the screen."""
    panels = live.figure.compute(live.values()).panels
    marks = [(i, j, mark) for i, panel in enumerate(panels) for j, mark in enumerate(panel.marks)]
    i, j = next((i, j) for i, j, mark in marks if mark.kind == "placing" and mark.options["cloud"] == control.name)
    return i, live.bring(live.root.locator(f'g[data-mark="{i}.{j}"] rect'))


def click_cloud(live, control):
    board = live.control(control.name)
    board.get_by_role("button", name="Clear").click()
    yield {control.name: ([], 0)}
    live.bring(board)
    board.locator("label").last.click()
    panel, box = placing_sheet(live, control)
    x, y = round(box["x"] + 0.3 * box["width"]), round(box["y"] + 0.4 * box["height"])
    scales = live.view(live.seen(), panel)
    place = [float(scales.x.data(x - box["x"])), float(scales.y.data(y - box["y"]))]
    point = [*np.clip(place, *control.box()).tolist(), control.classes - 1]
    live.page.mouse.click(x, y)
    tolerance = [[control.x[2], control.y[2], 0]]
    yield {control.name: ([point], tolerance)}
    live.page.mouse.move(x + 40, y)
    live.page.mouse.down()
    live.page.mouse.move(x + 80, y, steps=4)
    live.page.mouse.up()
    strewn = len(live.values()[control.name])
    assert strewn > 2, "a drag strews points"
    yield {}
    live.page.mouse.click(x, y)
    yield {}
    assert len(live.values()[control.name]) == strewn - 1, "a click on a point takes it away"
    board.locator("label").first.click()


def type_cloud(live, control):
    """Points by their coordinates."""
    board = live.control(control.name)
    board.get_by_role("button", name="Clear").focus()
    live.press("Enter")
    yield {control.name: ([], 0)}
    board.locator("input[type=radio]").first.check(force=True)
    fields = board.locator("input[type=text]")
    point = [low + 0.7 * (high - low) for low, high, _ in (control.x, control.y)]
    for i, number in enumerate(point):
        fields.nth(i).fill(f"{number:g}")
        fields.nth(i).press("Enter")
    board.get_by_role("button", name="Add").focus()
    live.press("Enter")
    yield {control.name: ([[*point, 0]], [[control.x[2], control.y[2], 0]])}
    board.get_by_role("button", name="Take back").focus()
    live.press("Enter")
    yield {control.name: ([], 0)}


def type_text(live, control):
    field = live.control(control.name).locator("input")
    live.bring(field)
    for value in ("", control.separator.join(control.vocabulary[:2]), control.vocabulary[-1]):
        field.fill(value)
        field.press("Enter")
        yield {control.name: (value, 0)}


BY_MOUSE = {
    "Slider": drag_slider,
    "Choice": click_choice,
    "Toggle": click_toggle,
    "Matrix": drag_cells,
    "Point": drag_points,
    "Points": drag_points,
    "Pad": paint_pad,
    "Cloud": click_cloud,
    "Text": type_text,
}
BY_KEYBOARD = {
    "Slider": press_slider,
    "Choice": press_choice,
    "Toggle": press_toggle,
    "Matrix": type_cells,
    "Point": type_points,
    "Points": type_points,
    "Pad": press_pad,
    "Cloud": type_cloud,
    "Text": type_text,
}


# ----- Handles in the panels -----


def handles_of(live, place):
    return live.root.locator(f'g[data-mark="{place[0]}.{place[1]}"] [role="slider"]')


def drag_handles(live, place):
    """place: (panel, mark). Each of its handles is dragged a little, and then far out of the panel on both sides."""
    for number in range(handles_of(live, place).count()):
        yield from drag_handle(live, place, number)


def drag_handle(live, place, number):
    handle = handles_of(live, place).nth(number)
    if not handle.is_visible():
        return
    box = live.bring(handle.locator(".dlnotes-knob"))
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    if not handle.evaluate("(handle, [x, y]) => handle.contains(document.elementFromPoint(x, y))", [x, y]):
        return  # it lies under another handle
    seen = live.seen()
    channels = live.drawing(seen).panels[place[0]].marks[place[1]].channels
    view = live.view(seen, place[0])
    start = view.held(view.pixels(*(np.asarray(channels[axis], dtype=float)[number] for axis in "xy")))
    live.page.mouse.move(x, y)
    live.page.mouse.down()
    for shift in ((17, -23), (-3000, -2500), (3000, 2500)):
        wanted = wanted_values(live, live.seen(), place, number, start + shift)
        live.page.mouse.move(x + shift[0], y + shift[1])
        yield wanted
    live.page.mouse.up()


def wanted_values(live, seen, place, number, pixels):
    """What the controls should be when a handle is dragged to a place of its panel, given in pixels."""
    drag = live.drawing(seen).panels[place[0]].marks[place[1]].options["drag"]
    view = live.view(seen, place[0])
    x, y = float(view.x.data(pixels[0])), float(view.y.data(pixels[1]))
    if isinstance(drag, str):
        control, values = live.figure.control[drag], seen["values"][drag]
        point = np.clip([x, y], *control.box())
        near = np.array([control.x[2], control.y[2]]) / 10
        target = point.tolist() if np.ndim(values) == 1 else changed(values, number, point)
        return {drag: (target, np.broadcast_to(near, np.shape(target)))}
    with np.errstate(all="ignore"):
        moved = {name: float(value) for name, value in drag(np.float64(x), np.float64(y)).items()}
    controls = live.figure.control
    return {
        name: (snapped(controls[name], value), step_size(controls[name], value))
        for name, value in moved.items()
        if math.isfinite(value)
    }


def step_size(control, value):
    """How far rounding may carry a value: to the next place on the grid."""
    inside = min(max(value, control.low), control.high)
    return abs(inside) * (10**control.step - 1) if control.scale == "log" else control.step


ARROWS = {"ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowLeft": (-1, 0), "ArrowDown": (0, 1)}


def nudge_handle(live, place, number):
    """Arrow keys move a handle in their direction, or not at all where it cannot go."""
    handle = handles_of(live, place).nth(number)
    if not handle.is_visible():
        return
    live.bring(handle)
    handle.evaluate("(handle) => handle.focus({ preventScroll: true })")
    for key, direction in ARROWS.items():
        before = knob(handle)
        live.press(key)
        yield {}
        along = np.dot(np.subtract(knob(handle), before), direction)
        assert along >= -0.5, f"{key} moved the handle by {along:.1f} px"


def knob(handle):
    """Where a handle is, from the corner of its panel."""
    return handle.evaluate("""(handle) => {
        const panel = handle.closest("svg").querySelector("g");
        const { e, f } = panel.getScreenCTM().inverse().multiply(handle.getScreenCTM());
        return [e, f];
    }""")
