import pytest

from index.assignments.cooperation import supporting_units


@pytest.mark.parametrize(
    ("task", "units"),
    [
        ("Chủ trì, phối hợp với Sở Y tế, Sở Nội vụ xây dựng đề án.", ["Sở Y tế", "Sở Nội vụ"]),
        ("Phối hợp chặt chẽ với Công an tỉnh trong việc quản lý.", ["Công an tỉnh"]),
        (
            "phối hợp với các sở, ban, ngành cấp tỉnh; UBND các xã đẩy mạnh tuyên truyền",
            ["các sở, ban, ngành cấp tỉnh", "UBND các xã"],
        ),
        ("phối hợp với các đơn vị có liên quan tổ chức kiểm tra", ["các đơn vị có liên quan"]),
        ("Phối hợp Sở Tài chính tham mưu.", ["Sở Tài chính"]),
        (
            "phối hợp với các cơ quan tham mưu, giúp việc của Huyện ủy giúp theo dõi",
            ["các cơ quan tham mưu, giúp việc của Huyện ủy"],
        ),
        ("Phối hợp tổ chức tập huấn.", []),
        ("phối hợp với nhân dân làm đường", []),
    ],
)
def test_units_to_work_with(task: str, units: list[str]) -> None:
    assert [task[start:end] for start, end in supporting_units(task, 0, len(task))] == units
